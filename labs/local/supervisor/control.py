"""The control socket: a JSON line in, a JSON line out."""

import asyncio
from collections.abc import Callable

import msgspec

from labs.local.directories import LabDirectory
from labs.local.processes import tail
from labs.local.protocol import Answer, Fault, Request
from labs.local.supervisor.lab import Lab
from labs.runtime import LabError


class Control:
    """Answers what clients ask of the lab."""

    def __init__(self, lab: Lab, directory: LabDirectory, end: Callable[[], None]) -> None:
        self._lab = lab
        self._directory = directory
        self._end = end

    async def listen(self) -> asyncio.Server:
        """Serve the socket; its directory lets nobody else in."""
        return await asyncio.start_unix_server(self._serve, self._directory.control)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(msgspec.json.encode(self._answer(line)) + b"\n")
                await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()

    def _answer(self, line: bytes) -> Answer:
        try:
            return self._do(msgspec.json.decode(line, type=Request))
        except LabError as error:
            return Answer(error=Fault(error.code, dict(error.params)))
        except msgspec.MsgspecError as error:
            return Answer(error=Fault("bad-request", {"reason": str(error)}))

    def _do(self, request: Request) -> Answer:
        lab, part = self._lab, request.part
        match request.do:
            case "status":
                return Answer(status=lab.status())
            case "logs":
                lab.part(part)
                return Answer(lines=tail(self._directory.log(part), request.lines))
            case "kill":
                lab.part(part).kill()
            case "pause":
                lab.part(part).pause()
            case "resume":
                lab.part(part).resume()
            case "arm":
                lab.part(part).arm(request.points)
            case "down":
                self._end()
        return Answer()
