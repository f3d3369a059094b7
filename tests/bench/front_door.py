"""Load on a running Clearwell through its front door: many who think, many who dawdle, many who come at once.

  front_door.py HOST PORT TOKEN MODEL SECONDS

Each part prints requests, failures and quantiles of the time to the whole answer. Exit code 1 where any request failed.
"""

import asyncio
import json
import resource
import sys
import time

HOST, PORT, TOKEN, MODEL, SECONDS = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], float(sys.argv[5])
BODY = json.dumps({"data": [{"ph": 7.1, "turbidity": 3.4}]}).encode()
HEAD = (f"POST /v1/models/{MODEL}/score HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {TOKEN}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n").encode()
CLIENTS, THINK_SECONDS = 256, 0.1
IDLE, DRIPPING, DRIP_SECONDS, HEALTHY = 1000, 200, 3, 32
BURST = 2000


class Report:
    def __init__(self, name):
        self.name, self.times, self.failures = name, [], []

    def show(self):
        times = sorted(self.times)
        at = lambda share: 1000 * times[min(len(times) - 1, int(share * len(times)))] if times else float("nan")
        print(f"{self.name}: {len(times)} answered, {len(self.failures)} failed; "
              f"median {at(0.5):.1f} ms, p99 {at(0.99):.1f} ms, longest {at(1):.1f} ms"
              + (f"; first failure: {self.failures[0]}" if self.failures else ""))
        return not self.failures


async def ask(reader, writer, bytes_to_send):
    """One request on an open connection; raises where the answer is not 200."""
    writer.write(bytes_to_send)
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError(status.decode("latin-1").strip() or "closed without an answer")
    length, chunked = 0, False
    while (line := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        if name.lower() == "content-length":
            length = int(value)
        chunked = chunked or (name.lower() == "transfer-encoding" and "chunked" in value)
    if chunked:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.readexactly(length)


async def client(report, until, think_seconds):
    while time.monotonic() < until:
        try:
            reader, writer = await asyncio.open_connection(HOST, PORT)
            while time.monotonic() < until:
                begin = time.monotonic()
                await ask(reader, writer, HEAD + BODY)
                report.times.append(time.monotonic() - begin)
                await asyncio.sleep(think_seconds)
            writer.close()
        except (OSError, RuntimeError, asyncio.IncompleteReadError) as error:
            report.failures.append(repr(error))


async def clients(name, number):
    report, until = Report(name), time.monotonic() + SECONDS
    await asyncio.gather(*(client(report, until, THINK_SECONDS) for _ in range(number)))
    return report.show()


async def idle():
    reader, writer = await asyncio.open_connection(HOST, PORT)
    await ask(reader, writer, f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    await asyncio.Event().wait()
    writer.close()


async def drip():
    """A request that comes a byte every few seconds; the server may hang up on it, and it comes again."""
    while True:
        _, writer = await asyncio.open_connection(HOST, PORT)
        try:
            for byte in HEAD + BODY:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(DRIP_SECONDS)
        except OSError:
            pass
        finally:
            writer.close()


async def beside_dawdlers():
    dawdlers = [asyncio.create_task(idle()) for _ in range(IDLE)] + [asyncio.create_task(drip()) for _ in range(DRIPPING)]
    await asyncio.sleep(2)  # until all are connected
    ok = await clients(f"{HEALTHY} clients beside {IDLE} idle connections and {DRIPPING} that drip", HEALTHY)
    for task in dawdlers:
        task.cancel()
    await asyncio.gather(*dawdlers, return_exceptions=True)
    return ok


async def burst():
    report = Report(f"{BURST} connections at once, one request each")

    async def one():
        begin = time.monotonic()
        try:
            reader, writer = await asyncio.open_connection(HOST, PORT)
            await ask(reader, writer, f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            report.times.append(time.monotonic() - begin)
            writer.close()
        except (OSError, RuntimeError, asyncio.IncompleteReadError) as error:
            report.failures.append(repr(error))

    await asyncio.gather(*(one() for _ in range(BURST)))
    return report.show()


async def main():
    thinking = await clients(f"{CLIENTS} clients that think for {1000 * THINK_SECONDS:.0f} ms", CLIENTS)
    dawdling = await beside_dawdlers()
    bursting = await burst()
    return thinking and dawdling and bursting


resource.setrlimit(resource.RLIMIT_NOFILE, (8192, max(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
sys.exit(0 if asyncio.run(main()) else 1)
