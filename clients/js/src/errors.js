/** eventpit could not be started or asked, or refuses a question. */
export class EventpitError extends Error {
  /** @param {{ code?: string, status?: number, position?: number, length?: number, expected?: string, cause?: unknown }} [about] */
  constructor(message, { code, status, position, length, expected, cause } = {}) {
    super(message, { cause });
    this.name = "EventpitError";
    this.code = code;
    this.status = status;
    this.position = position;
    this.length = length;
    this.expected = expected;
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
