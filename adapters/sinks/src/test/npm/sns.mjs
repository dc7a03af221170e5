// Starts fauxqs, which by itself would listen on every interface, on a free port of 127.0.0.1, and prints where.
import { buildApp } from "fauxqs";

const server = buildApp({ logger: false });
console.log(await server.listen({ host: "127.0.0.1", port: 0 }));
