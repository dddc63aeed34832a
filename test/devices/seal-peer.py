"""A seal machine made of python3-pymodbus: the framing, the checks and the exceptions are its own.

usage: seal-peer.py tcp | seal-peer.py rtu PATH; prints the port, or the path, once it listens. One line of its input sets
what goes wrong: lid, paper, broken, silent (the stamp falls, nothing is answered any more), stuck, well.
"""
import asyncio
import logging
import os
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import async_io
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

logging.disable(logging.CRITICAL)

IDLE, AUTHORISED, STAMPING, FAULT = range(4)


class Machine:
    """State, error and a counter of 32 bits; a stamp takes 30 ms and uses the authorisation up."""

    state, count, wrong = IDLE, 0x1FFFE, "well"

    def stamp(self):
        self.state = STAMPING
        asyncio.get_running_loop().call_later(0.03, self.fallen)

    def fallen(self):
        if self.wrong != "stuck":
            self.count += 1
        self.state = IDLE


machine = Machine()


class Inputs(ModbusSequentialDataBlock):
    """State, error, counter high and low."""

    def getValues(self, address, count=1):
        broken = machine.wrong == "broken"
        values = [FAULT if broken else machine.state, 7 if broken else 0, machine.count >> 16, machine.count & 0xFFFF]
        return values[address : address + count]


class Sensors(ModbusSequentialDataBlock):
    """Lid closed, door closed, paper present."""

    def getValues(self, address, count=1):
        values = [machine.wrong != "lid", True, machine.wrong != "paper"]
        return values[address : address + count]


class Holding(ModbusSequentialDataBlock):
    """Authorised; what was written is read back for the answer, as pymodbus does it."""

    def getValues(self, address, count=1):
        return [int(machine.state == AUTHORISED)]

    def setValues(self, address, values):
        if machine.state != STAMPING:
            machine.state = AUTHORISED if values[0] == 1 else IDLE


class Coils(ModbusSequentialDataBlock):
    """Where it may not stamp it refuses the address, which the peer answers as exception 2."""

    def validate(self, address, count=1):
        return machine.state == AUTHORISED and super().validate(address, count)

    def getValues(self, address, count=1):
        return [machine.state == STAMPING]

    def setValues(self, address, values):
        if values[0]:
            machine.stamp()
            machine.muted = machine.wrong == "silent"


machine.muted = False


def orders():
    machine.wrong = sys.stdin.readline().strip()
    if not machine.wrong:
        os._exit(0)
    machine.muted = False
    print("ok", flush=True)


def answered(response):
    """A silent machine still hears, and answers nothing."""
    if machine.muted:
        response.should_respond = False
    return response, False


async def main():
    unit = ModbusSlaveContext(
        di=Sensors(0, [0] * 3), co=Coils(0, [0]), hr=Holding(0, [0]), ir=Inputs(0, [0] * 4), zero_mode=True
    )
    context = ModbusServerContext(slaves={1: unit}, single=False)
    asyncio.get_running_loop().add_reader(sys.stdin, orders)
    if sys.argv[1] == "tcp":
        server = async_io.ModbusTcpServer(
            context, framer=ModbusSocketFramer, address=("127.0.0.1", 0), response_manipulator=answered
        )
        serving = asyncio.ensure_future(server.serve_forever())
        await server.serving
        print(server.server.sockets[0].getsockname()[1], flush=True)
        await serving
    server = async_io.ModbusSerialServer(
        context, framer=ModbusRtuFramer, port=sys.argv[2], baudrate=115200, response_manipulator=answered
    )
    await server.start()
    print(sys.argv[2], flush=True)
    await server.serve_forever()


asyncio.run(main())
