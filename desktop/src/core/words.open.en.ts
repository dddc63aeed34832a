import type { openZhCN } from './words.open.zh-CN.ts'

export const openEn: Readonly<Record<keyof typeof openZhCN, string>> = {
  'openApps.forbidden':
    'Apps are registered by an administrator and granted by a security officer; others cannot do that.',
  'openApps.name': 'There is an app of that name in use. Please give it another one.',
  'openApps.secrets': 'An app has two secrets at most at a time. Please end one first.',
  'openApps.settled': 'The app or its secret has changed meanwhile. Please look how it stands now.',
  'openApps.unit': 'You can register apps for your own unit and those below it.',
  'openApps.addresses': 'Addresses are wrong: one IP address or network in each line, such as 10.1.2.3 or 10.1.2.0/24.',
}
