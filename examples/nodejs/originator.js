import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Conversation } from './conversation.js';
import { EMPTY, followedBy, fromMessage, isSame, toMessage } from './log-prefix.js';

const RETRY_MILLIS = 200;

/** The outcomes that say "submit again". */
const RETRIED = new Set(['unknown', 'unavailable', 'overloaded']);

/**
 * Submits events to Atomic Store and decides on them. It keeps the state of each scope, folded from the scope's events,
 * and sends its decision along with an event. If others have stored events meanwhile the store shows it these, and it
 * decides again. So however many originators there are, each event is decided on with all that precede it.
 *
 * The events of one scope are submitted one after the other, those of different scopes at the same time.
 */
export class AtomicStoreOriginator {
  /** How often the store has asked, and the events that it has shown. */
  statistics = { requests: 0, eventsShown: 0 };

  #conversation;
  #validator;
  #logs = new Map();

  /**
   * `validator.initial` is the state of a scope without events. `validator.apply(state, event)` returns the state after
   * an event, and leaves the one before as it is. `validator.decide(state, event)` returns why the event must not be
   * stored, or an empty text. `connection` is { address, name, protoDirectory, accessToken }.
   */
  constructor(validator, connection) {
    this.#validator = validator;
    this.#conversation = new Conversation(connection, {
      received: (message) => this.#received(message),
      ended: (end) => this.#ended(end),
    });
  }

  /** How many streams were opened; each but the first because the one before had ended. */
  get streams() {
    return this.#conversation.streams;
  }

  /**
   * Stores an event, { type, data }, if it is valid. Resolves with the store's result, and rejects if it is not known
   * what became of the event: storing it again under the same id finds out, and never stores it twice.
   */
  storeIfValid(scopeId, event, { eventId = newEventId(), patienceMillis = 60_000 } = {}) {
    const log = this.#log(scopeId);
    const result = log.turn.then(() => this.#store(log, { scopeId, eventId, event }, patienceMillis));
    log.turn = result.catch(() => {});
    return result;
  }

  #log(scopeId) {
    if (!this.#logs.has(scopeId)) {
      const log = { prefix: EMPTY, state: this.#validator.initial, turn: Promise.resolve() };
      this.#logs.set(scopeId, log);
    }
    return this.#logs.get(scopeId);
  }

  async #store(log, submission, patienceMillis) {
    const patienceEnds = Date.now() + patienceMillis;
    let result = await this.#submit(log, submission);
    while (RETRIED.has(result.outcome)) {
      if (Date.now() > patienceEnds) {
        throw new Error(`event ${submission.eventId}: ${result.outcome}, ${result[result.outcome].cause}`);
      }
      await pause(RETRY_MILLIS);
      result = await this.#submit(log, submission);
    }
    if (result.wasAccepted && Number(result.accepted.sequenceNr) === log.prefix.sequenceNr + 1) {
      this.#apply(log, submission.event, submission.eventId);
    }
    return result;
  }

  #submit(log, submission) {
    return new Promise((resolve, reject) => {
      log.open = { ...submission, resolve, reject, wasAsked: false };
      this.#conversation.send({ storeIfValid: this.#written(log, submission) });
    }).finally(() => (log.open = null));
  }

  #written(log, { scopeId, eventId, event }) {
    return {
      scopeId,
      eventId,
      events: [Buffer.from(JSON.stringify(event.data))],
      headers: [{ type: event.type, contentType: 'application/json' }],
      decided: { known: toMessage(log.prefix), ...this.#decision(log, event) },
    };
  }

  #decision(log, event) {
    try {
      const reason = this.#validator.decide(log.state, event);
      return { didPass: !reason, reason };
    } catch (error) {
      return { didPass: false, cause: String(error) };
    }
  }

  #apply(log, event, eventId) {
    log.state = this.#validator.apply(log.state, event);
    log.prefix = followedBy(log.prefix, eventId);
  }

  /** What became of open submissions is not known: they are submitted again, under the same ids. */
  #ended({ cause, isFinal }) {
    for (const { open } of this.#logs.values()) {
      if (isFinal) {
        open?.reject(new Error(cause));
      } else {
        open?.resolve({ outcome: 'unknown', unknown: { cause } });
      }
    }
  }

  /**
   * The other messages (welcome, heartbeat, stopping, responseTooLate) leave nothing to do here, nor do those of a newer
   * store, which have no type here.
   */
  #received(message) {
    const { scopeId, token, eventId } = message[message.type] ?? {};
    const log = this.#logs.get(scopeId);
    if (message.type === 'validationRequest') {
      this.statistics.requests++;
      log.open.wasAsked = true;
      log.request = message.validationRequest;
      this.#consider(log, log.request);
    } else if (message.type === 'pastEventsPage' && token === log.request.token) {
      this.#consider(log, message.pastEventsPage);
    } else if (message.type === 'result' && eventId === log.open?.eventId) {
      log.open.resolve({ ...withOutcome(message.result), wasAsked: log.open.wasAsked });
    }
  }

  #consider(log, page) {
    try {
      this.#fold(log, page);
    } catch (error) {
      this.#respond(log, { didPass: false, cause: String(error) });
      return;
    }
    const past = fromMessage(log.request.past);
    if (isSame(log.prefix, past)) {
      this.#respond(log, this.#decision(log, log.open.event));
    } else if (log.prefix.sequenceNr < past.sequenceNr) {
      const { scopeId, token } = log.request;
      const afterSequenceNr = log.prefix.sequenceNr;
      this.#conversation.send({ getPastEvents: { scopeId, token, afterSequenceNr } });
    } else {
      this.#respond(log, { didPass: false, cause: 'the past events do not add up to their hash' });
    }
  }

  /** What is folded and does not precede the page was shown while it was being written, and got lost. */
  #fold(log, { after, pastEvents, pastHeaders }) {
    if (!isSame(log.prefix, fromMessage(after))) {
      Object.assign(log, { prefix: EMPTY, state: this.#validator.initial });
      if (after.sequenceNr !== '0') {
        return;
      }
    }
    pastEvents.forEach((bytes, i) => {
      const { eventId, header } = pastHeaders[i];
      this.#apply(log, { type: header?.type, data: JSON.parse(bytes) }, eventId);
    });
    this.statistics.eventsShown += pastEvents.length;
  }

  #respond(log, { didPass, ...rest }) {
    const { scopeId, token } = log.request;
    this.#conversation.send({ validationResponse: { scopeId, token, validationDidPass: didPass, ...rest } });
  }

  /** Waits for the results of what is open, and disconnects. */
  async close() {
    await Promise.all([...this.#logs.values()].map((log) => log.turn));
    this.#conversation.close();
  }
}

/** The outcomes of a newer store that are none here say as much as "unknown". */
function withOutcome(result) {
  return result.outcome
    ? result
    : { ...result, outcome: 'unknown', unknown: { cause: 'the store answered with an outcome not known here' } };
}

/** A UUID of version 7: the store is quickest with ids that rise. */
export function newEventId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
