// Books the seats whose numbers come on standard input, a line each, for one customer. Run several at the same time:
// no seat is booked twice. README.md has the commands.

import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AtomicStoreOriginator } from './originator.js';
import { seats } from './seats.js';

const { values: options } = parseArgs({
  options: {
    address: { type: 'string', default: '127.0.0.1:7700' },
    show: { type: 'string', default: 'hamlet' },
    customer: { type: 'string', default: 'alice' },
    protos: {
      type: 'string',
      default: fileURLToPath(new URL('../../protocol/src/main/proto', import.meta.url)),
    },
  },
});

const originator = new AtomicStoreOriginator(seats, {
  address: options.address,
  name: `book-seats of ${options.customer}`,
  protoDirectory: options.protos,
  accessToken: process.env.ATOMIC_STORE_TOKEN,
});

for await (const line of createInterface({ input: process.stdin })) {
  const seat = Number(line);
  if (!Number.isInteger(seat) || seat < 1) {
    throw new Error(`expected the number of a seat, 1 or more, found '${line}'`);
  }
  await book(seat);
}
await originator.close();
const { requests, eventsShown } = originator.statistics;
console.log(`asked ${requests} times, shown ${eventsShown} events, in ${originator.streams} streams`);

async function book(seat) {
  const event = { type: 'seat-booked', data: { seat, customer: options.customer } };
  const result = await originator.storeIfValid(`show-${options.show}`, event);
  const how = result.wasAsked ? 'asked' : 'not asked';
  if (result.outcome === 'accepted') {
    console.log(`seat ${seat}: booked, event ${result.accepted.sequenceNr} (${how})`);
  } else {
    console.log(`seat ${seat}: ${result.outcome}, ${result.reason || result[result.outcome].cause} (${how})`);
  }
}
