// A bare socket.io server: what it receives as chat:send goes to everybody as chat:new. Loopback, a free port.
import { createServer } from "node:http";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Server } = require("socket.io");

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
io.on("connection", (socket) => {
  socket.join("channel");
  socket.on("chat:send", (message) => io.to("channel").emit("chat:new", message));
});
http.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${http.address().port}` }));
});
