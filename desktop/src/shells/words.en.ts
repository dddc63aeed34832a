import type { zhCN } from './words.zh-CN.ts'

export const en: Readonly<Record<keyof typeof zhCN, string>> = {
  title: 'Chuangtai',
  ready: 'Chuangtai is ready. Open in a browser of this machine (the address works once):\n\n  {url}\n',
  another: 'Enter gives a new address, Ctrl-C ends.',
  stop: 'Ctrl-C ends.',
  stopping: 'Ending …',
  'port.taken':
    'Port {port} is taken by another program. Name another with --port, or let the system choose: --port 0.',
  'port.forbidden': 'Port {port} may not be used. Name one above 1024 with --port.',
  'screen.missing': 'The screen is not complete ({folder}). Run npm run build first.',
  'option.wrong': 'Wrong option: {detail}',
  usage: `Usage: node desktop/src/cli.ts --data <folder> [--port <port>] [--keys <keyring|passphrase|file>]

  --data   the data folder, made when missing; one program at a time may have it
  --port   the port on this machine, 4600 unless told; 0 lets the system choose
  --keys   how the key of a new data folder is kept: keyring of the system (default), start passphrase, or protected
           file; without a keyring and without this option the screen asks
`,
  'demo.title': 'Chuangtai demo · all people and data are invented',
  'demo.server': 'server       {address}',
  'demo.data': 'data         {folder}',
  'demo.seeding': 'First start: making three months of demo data …',
  'demo.shell.electron': 'window       Electron',
  'demo.shell.web': 'window       browser (there is no Electron binary on this machine)',
  'demo.shell.asked': 'window       browser (as --shell=web asked)',
  'demo.logins': 'Demo accounts (password of all: {password}):',
  'demo.station': 'Demo window',
  'demo.noElectron':
    'There is no Electron binary on this machine. Leave out --shell=electron to use the browser, or run npx install-electron first.',
  'demo.place': 'Supervisors’ place {url} (whoever oversees signs in by a browser, without a window)',
  'place.name': 'Supervisors’ place',
  'place.ready': 'The supervisors’ place is ready: {url}',
  'place.noCode':
    'It is no station yet. Have an administrator make an enrolment code for the unit, and start once with --server <address of the centre> --code <code>.',
  'demo.kept': 'The demo goes on with its data; --reset begins anew.',
}
