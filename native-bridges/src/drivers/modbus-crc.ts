/** The CRC-16 of Modbus ("MODBUS over Serial Line" V1.02, 6.2.2): polynomial A001 reflected, beginning with FFFF. */
export function crc16(bytes: Iterable<number>): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1
  }
  return crc
}
