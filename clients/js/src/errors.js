/** eventpit could not be started or asked, or refuses a question. */
export class EventpitError extends Error {
  /** @param {{ code?: string, status?: number, cause?: unknown }} [about] */
  constructor(message, { code, status, cause } = {}) {
    super(message, { cause });
    this.name = "EventpitError";
    this.code = code;
    this.status = status;
  }
}

/** Something that was expected does not hold; the message has all that a person needs. */
export class ExpectationError extends EventpitError {
  constructor(question, answer) {
    super(`${question}: ${answer.text.trimEnd()}`, answer);
    this.name = "ExpectationError";
    this.answer = answer;
    this.inspector = answer.inspector;
  }
}
