import { readFileSync, writeFileSync } from 'node:fs'

// A program that decodes a card's photo as vendors' do, by its arguments: what it is given goes out as a bitmap of 102 × 126
// pixels (cards' own size) whose colour is the first byte of the photo. By its first argument it goes wrong.

const [how = 'well', from, to] = process.argv.slice(2)

const input = from && from !== '-' ? readFileSync(from) : readFileSync(0)
const out = (bytes: Uint8Array) => (to ? writeFileSync(to, bytes) : process.stdout.write(bytes))

if (how === 'hang') setInterval(() => undefined, 1000)
else if (how === 'fail') process.exitCode = 3
else if (how === 'flood') out(new Uint8Array(8 * 1024 * 1024))
else if (how === 'text') out(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="102" height="126"/>'))
else if (how === 'nothing') process.exitCode = 0
else out(bitmap(input[0] ?? 0))

function bitmap(grey: number): Uint8Array {
  const [width, height, row] = [102, 126, 308]
  const bytes = Buffer.alloc(54 + row * height)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(width, 18)
  bytes.writeInt32LE(height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  bytes.fill(grey, 54)
  // Its first pixel, at the bottom left, is blue.
  bytes.set([255, 0, 0], 54)
  return bytes
}
