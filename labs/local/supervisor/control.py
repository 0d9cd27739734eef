"""The control socket: a JSON line in, a JSON line out."""

import asyncio

import msgspec

from labs.local.directories import LocalDirectory
from labs.local.protocol import Answer, Request
from labs.local.supervisor.lab import Lab
from labs.runtime import LabError
from labs.supervising.logs import tail
from labs.supervising.reports import Fault


class Control:
    """Answers what clients ask of the lab."""

    def __init__(self, lab: Lab, directory: LocalDirectory) -> None:
        self._lab = lab
        self._directory = directory

    async def listen(self) -> asyncio.Server:
        """Serve the socket; its directory lets nobody else in."""
        return await asyncio.start_unix_server(self._serve, self._directory.control)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(msgspec.json.encode(await self._answer(line)) + b"\n")
                await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()

    async def _answer(self, line: bytes) -> Answer:
        try:
            return await self._do(msgspec.json.decode(line, type=Request))
        except LabError as error:
            return Answer(error=Fault(error.code, dict(error.params)))
        except msgspec.MsgspecError as error:
            return Answer(error=Fault("bad-request", {"reason": str(error)}))

    async def _do(self, request: Request) -> Answer:
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
                await lab.part(part).arm(request.points)
        return Answer()
