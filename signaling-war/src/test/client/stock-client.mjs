// The stock socket.io-client against a running server; prints one JSON line with what it saw. Usage: stock-client.mjs URL CASE
import { io } from "socket.io-client";

const [url, scenario] = process.argv.slice(2);
const DEADLINE_MS = 90_000;

function once(emitter, event) {
  return new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
}

function connect(options) {
  const socket = io(url, { reconnectionDelay: 10, reconnectionDelayMax: 50, forceNew: true, ...options });
  return socket;
}

/** How many unknown events the server has answered. */
async function answered() {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^gateway_errors_total\{code="unknown_event".*\} (\S+)$/m.exec(metrics)?.[1] ?? 0);
}

/** An unknown event is refused, with or without an acknowledgement. */
async function refusals(socket) {
  const acknowledged = await socket.timeout(DEADLINE_MS).emitWithAck("nobody:answers", { any: "thing" });
  const answer = once(socket, "nobody:error");
  socket.emit("nobody:answers");
  const [event] = await answer;
  return { acknowledged: acknowledged.error, event: event.error };
}

async function transport(transports) {
  const socket = connect({ transports });
  await once(socket, "connect");
  const seen = await refusals(socket);
  const name = socket.io.engine.transport.name;
  socket.disconnect();
  return { transport: name, ...seen };
}

const scenarios = {
  websocket: () => transport(["websocket"]),
  polling: () => transport(["polling"]),

  async upgrade() {
    const socket = connect({});
    await once(socket, "connect");
    if (socket.io.engine.transport.name !== "websocket") {
      await once(socket.io.engine, "upgrade");
    }
    const seen = await refusals(socket);
    const name = socket.io.engine.transport.name;
    socket.disconnect();
    return { transport: name, ...seen };
  },

  /** Binary arguments arrive and are answered; what is in them is nobody's matter here. */
  async binary() {
    const socket = connect({ transports: ["websocket"] });
    await once(socket, "connect");
    const answer = await socket.timeout(DEADLINE_MS).emitWithAck("nobody:answers", { file: Buffer.from([1, 2, 3]) });
    socket.disconnect();
    return { acknowledged: answer.error };
  },

  /** The connection breaks with none of the answers read; each must arrive once and in order over the next one. */
  async recovery() {
    const socket = connect({ transports: ["websocket"] });
    await once(socket, "connect");
    await refusals(socket);
    const first = socket.id;
    const received = [];
    const wanted = 40;
    const complete = new Promise((resolve) => {
      socket.onAny((event) => {
        received.push(event);
        if (received.length === wanted) {
          resolve();
        }
      });
    });
    const before = await answered();
    const { ws } = socket.io.engine.transport;
    ws.onmessage = () => {};
    for (let i = 0; i < wanted; i++) {
      socket.emit(`e${i}:x`);
    }
    while ((await answered()) < before + wanted) {
      // Each turn is a request; the deadline below ends it.
    }
    ws.terminate();
    await complete;
    const expected = Array.from({ length: wanted }, (_, i) => `e${i}:error`);
    const seen = {
      recovered: socket.recovered,
      sameId: socket.id === first,
      inOrder: JSON.stringify(received) === JSON.stringify(expected),
    };
    socket.disconnect();
    return seen;
  },

  async foreignOrigin() {
    const outcomes = {};
    for (const name of ["websocket", "polling"]) {
      const socket = connect({
        transports: [name],
        reconnection: false,
        extraHeaders: { Origin: "https://evil.example" },
      });
      const [error] = await once(socket, "connect_error");
      outcomes[name] = error.type;
    }
    return outcomes;
  },
};

setTimeout(() => {
  console.error(`${scenario} is not over yet`);
  process.exit(1);
}, DEADLINE_MS).unref();
console.log(JSON.stringify(await scenarios[scenario]()));
process.exit(0);
