import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const HEARTBEAT_MILLIS = 1_000;

/** The ends of a stream that another try would not change. */
const FINAL = new Set([
  grpc.status.INVALID_ARGUMENT,
  grpc.status.UNAUTHENTICATED,
  grpc.status.PERMISSION_DENIED,
  grpc.status.UNIMPLEMENTED,
]);

/**
 * The stream of messages between an originator and the store. It is opened by the first message that is sent, and
 * again by the next one after it has ended.
 */
export class Conversation {
  /** How many streams were opened. */
  streams = 0;

  #client;
  #metadata = new grpc.Metadata();
  #hello;
  #listener;
  #call = null;

  /**
   * `listener.received(message)` gets each message; `listener.ended({ cause, isFinal })` is told when a stream has
   * ended, and whether another one would end in the same way.
   */
  constructor({ address, name, protoDirectory, accessToken }, listener) {
    const definition = protoLoader.loadSync('atomicstore/v1/atomic_store.proto', {
      includeDirs: [protoDirectory],
      longs: String,
      defaults: true,
      oneofs: true,
    });
    const { AtomicStore } = grpc.loadPackageDefinition(definition).atomicstore.v1;
    this.#client = new AtomicStore(address, grpc.credentials.createInsecure(), {
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 1_000,
    });
    this.#hello = { name, omitsEventsInResults: true, heartbeatIntervalMillis: HEARTBEAT_MILLIS };
    this.#listener = listener;
    if (accessToken) {
      this.#metadata.set('authorization', `Bearer ${accessToken}`);
    }
  }

  /** Sends one of the messages of AtomicStoreMessage, for example { storeIfValid: … }. */
  send(message) {
    this.#call ??= this.#open();
    this.#call.write(message);
  }

  #open() {
    const call = this.#client.originate(this.#metadata);
    let heardAt = Date.now();
    const heartbeat = setInterval(() => {
      if (Date.now() - heardAt > 3 * HEARTBEAT_MILLIS) {
        call.cancel();
      } else {
        call.write({ heartbeat: {} });
      }
    }, HEARTBEAT_MILLIS);
    call.on('data', (message) => {
      heardAt = Date.now();
      this.#listener.received(message);
    });
    // An error is told as a status too, which comes next.
    call.on('error', () => {});
    call.on('status', ({ code, details }) => {
      clearInterval(heartbeat);
      this.#call = null;
      this.#listener.ended({
        cause: `the stream has ended: ${grpc.status[code]} ${details}`,
        isFinal: FINAL.has(code),
      });
    });
    call.write({ hello: this.#hello });
    this.streams++;
    return call;
  }

  close() {
    this.#call?.end();
    this.#client.close();
  }
}
