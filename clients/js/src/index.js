export { start } from "./start.js";
export { connect, Eventpit } from "./eventpit.js";
export { Session } from "./session.js";
export { EventpitError, ExpectationError } from "./errors.js";
