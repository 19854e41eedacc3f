// The first events of a log, told apart from other events of that number by a hash of their ids, in the arithmetic of
// unsigned 64 bits. docs/protocol.md has the rules and a worked example.

const MASK = (1n << 64n) - 1n;

/** No event at all: what every log begins with. */
export const EMPTY = { sequenceNr: 0, hash: 0x9e3779b97f4a7c15n };

/** The prefix and one event more, with that id. */
export function followedBy(prefix, eventId) {
  const id = BigInt(`0x${eventId.replaceAll('-', '')}`);
  const hash = mix(mix(prefix.hash + (id >> 64n)) + (id & MASK));
  return { sequenceNr: prefix.sequenceNr + 1, hash: hash === 0n ? 1n : hash };
}

function mix(value) {
  let mixed = value & MASK;
  mixed = ((mixed ^ (mixed >> 33n)) * 0xff51afd7ed558ccdn) & MASK;
  mixed = ((mixed ^ (mixed >> 33n)) * 0xc4ceb9fe1a85ec53n) & MASK;
  return mixed ^ (mixed >> 33n);
}

/** Whether both are the same events. */
export function isSame(one, other) {
  return one.sequenceNr === other.sequenceNr && one.hash === other.hash;
}

/** From the message, whose 64-bit numbers are texts. */
export function fromMessage({ sequenceNr, hash }) {
  return { sequenceNr: Number(sequenceNr), hash: BigInt(hash) };
}

/** To the message. */
export function toMessage({ sequenceNr, hash }) {
  return { sequenceNr, hash: hash.toString() };
}
