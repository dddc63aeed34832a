import { rmSync, writeFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** Speaks like `scanimage` 1.1 of Debian's sane-utils, as far as the driver listens; test/devices asks the real one. */
const SCRIPT = (folder: string) => `#!/bin/sh
cd '${folder}'
last() { echo "scanimage: sane_$1" >&2; echo "Scanned page $2. (scanner status = $3)" >&2
  echo "Batch terminated, $2 page scanned" >&2; exit $4; }
echo "$@" >>calls
case "$1" in -f) [ -e gone ] || printf '%s\\tKantan\\tFS-1\\n' "$(cat device 2>/dev/null || echo made:up)"; exit 0;; esac
[ -e gone ] && { echo 'scanimage: open of device made:up failed: Error during device I/O' >&2; exit 9; }
case "$3" in --help) cat options; exit 0;; esac
for one in "$@"; do case "$one" in
  --batch=*) out=\${one#--batch=};; --format=*) format=\${one#--format=};; --batch-count=1) single=1;; esac; done
n=1
while [ $n -le 2 ]; do
  [ -e gone ] && last 'read: Error during device I/O' $n 9 9
  if [ -e "fault$n" ]; then read status code <"fault$n"; last 'read: as told' $n "$status" "$code"; fi
  if [ -e "hang$n" ]; then while [ -e "hang$n" ] && ! [ -e gone ]; do sleep 0.02; done; [ -e gone ] && last 'read: gone' $n 9 9; fi
  path=$(printf "$out" $n)
  if [ -e garbled ]; then cp garbled "$path"; else cp "page.$format" "$path"; fi
  echo "Scanned page $n. (scanner status = 5)" >&2; echo "$path"
  [ "$single" ] && { echo 'Batch terminated, 1 page scanned' >&2; exit 0; }
  n=$((n + 1))
done
echo 'scanimage: sane_start: Document feeder out of documents' >&2
if [ -e miscount ]; then n=4; fi
echo "Batch terminated, $((n - 1)) pages scanned" >&2
[ -e stays ] && exec sleep 60
exit 0
`

const OPTIONS = `Options specific to device \`made:up':
  Scan Mode:
    --source Flatbed|ADF Front|ADF Duplex [Flatbed]
    --mode Lineart|Gray|Color [Lineart]
    --resolution 75|150|300dpi [75]
    --page-width 50..215.9mm (in steps of 0.1) [215.9]
  Geometry:
    -x 0..215.9mm (in steps of 0.1) [215.9]
    -y 0..279.4mm (in steps of 0.1) [279.4]
`

export interface StandIn {
  program: string
  /** Makes a file that the script looks for; `gone`, `faultN` ("status exit code"), `hangN`, `garbled`, `miscount`, `stays`, `device` (its name). */
  put(name: string, content?: string | Uint8Array): void
  take(name: string): void
  /** The file in which it notes its calls. */
  calls: string
}

/** A program in `folder` that stands in for scanimage: two pages in its feeder, always. */
export async function standInScanimage(folder: string): Promise<StandIn> {
  await mkdir(folder, { recursive: true })
  const program = join(folder, 'scanimage')
  const page = sharp({ create: { width: 60, height: 80, channels: 3, background: '#808080' } })
  await writeFile(join(folder, 'page.jpeg'), await page.clone().jpeg().toBuffer())
  await writeFile(join(folder, 'page.png'), await page.png().toBuffer())
  await writeFile(join(folder, 'options'), OPTIONS)
  await rm(join(folder, 'calls'), { force: true })
  await writeFile(program, SCRIPT(folder), { mode: 0o755 })
  return {
    program,
    put: (name, content = '') => writeFileSync(join(folder, name), content),
    take: name => rmSync(join(folder, name), { force: true }),
    calls: join(folder, 'calls'),
  }
}
