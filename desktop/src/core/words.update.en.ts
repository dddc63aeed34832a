import type { updateZhCN } from './words.update.zh-CN.ts'

export const updateEn: Readonly<Record<keyof typeof updateZhCN, string>> = {
  'update.no-package': 'This is no update package of this program, or one of a later form. Please check the file.',
  'update.no-key':
    'This program was built without a release key, so it cannot prove any update and takes none. Whoever deploys it has to install a version with a key.',
  'update.signature':
    'The package was not signed by anybody whom this program knows as its publisher. It was not installed; ask the publisher for it again.',
  'update.altered': 'The package is not whole or was altered. It was not installed; copy or fetch it again.',
  'update.platform': 'The package is for another kind of computer or of window. It was not installed.',
  'update.same': 'This window runs that version already.',
  'update.older':
    'The package is older than what runs here. It was not installed; a way back has to be signed as such by the publisher.',
  'update.failed-before':
    'This package was installed here before and did not start twice, so the version before runs again. Please wait for a mended one.',
  'update.not-started': 'it did not start twice, and the version before runs again',
  'update.disk': 'The disk is full or the program’s folder cannot be written to. Make room, or ask an administrator.',
  'update.unmanaged':
    'This window was not started by the launcher of updates, so none can be installed here; whoever installed it has to replace it.',
  'update.is.current': 'No update is waiting.',
  'update.is.loading': 'Fetching version {version} ({percent} %); work goes on.',
  'update.is.ready': 'Version {version} is ready, from the next start of this window on.',
  'update.is.failed': 'Version {version} was not installed: {why}',
  'update.notBrought':
    'The centre did not take the package ({why}). Centre and window may be of different versions; ask an administrator.',
}
