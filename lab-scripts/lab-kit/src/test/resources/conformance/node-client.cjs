// Drives a server through toxiproxy-node-client and prints a line "case = what was seen" each.
//   node node-client.cjs <folder of the client> <address of the server>
"use strict";
const [, , client, address] = process.argv;
const Toxiproxy = require(client).Toxiproxy;

const toxiproxy = new Toxiproxy(address);
const proxyOf = (name) => ({ name, listen: "127.0.0.1:0", upstream: "127.0.0.1:1" });
const attributes = {
  latency: { latency: 1, jitter: 2 },
  bandwidth: { rate: 3 },
  slow_close: { delay: 4 },
  timeout: { timeout: 5 },
  reset_peer: { timeout: 6 },
  slicer: { average_size: 7, size_variation: 3, delay: 9 },
  limit_data: { bytes: 10 },
};

async function seen(name, observe) {
  let what;
  try {
    what = await observe();
  } catch (e) {
    what = "threw " + e.message;
  }
  console.log(`node: ${name} = ${JSON.stringify(what ?? "nothing").replace(/127\.0\.0\.1:\d{2,}/g, "127.0.0.1:*")}`);
}

async function main() {
  await seen("create", async () => (await toxiproxy.createProxy(proxyOf("p"))).toJson());
  await seen("create twice", () => toxiproxy.createProxy(proxyOf("p")));
  await seen("get", async () => (await toxiproxy.get("p")).toJson());
  await seen("get unknown", () => toxiproxy.get("nobody"));
  await seen("all", async () => Object.keys(await toxiproxy.getAll()));
  const proxy = await toxiproxy.get("p");
  for (const [type, values] of Object.entries(attributes)) {
    await seen("add " + type, async () => (await proxy.addToxic({ type, attributes: values })).toJson());
  }
  await seen("add twice", () => proxy.addToxic({ type: "latency", attributes: {} }));
  const latency = await proxy.getToxic("latency_downstream");
  await seen("update toxic", async () => (await latency.update({ attributes: { jitter: 9 } })).toJson());
  await seen("remove toxic", () => latency.remove());
  await seen("get removed toxic", () => proxy.getToxic("latency_downstream"));
  await seen("disable", async () => (await proxy.update({ enabled: false })).toJson());
  await seen("reset", () => toxiproxy.reset());
  await seen("after reset", async () => (await toxiproxy.get("p")).toJson());
  await seen("populate", async () => Object.keys(await toxiproxy.populate([proxyOf("a"), proxyOf("b")])));
  await seen("remove", () => proxy.remove());
  await seen("after remove", async () => Object.keys(await toxiproxy.getAll()));
}

main();
