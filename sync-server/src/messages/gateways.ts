import type { Gateway } from './gateway.ts'
import type { GatewayConfig } from './gateway-config.ts'
import { dingtalk, webhook, wecom } from './group-gateways.ts'
import { mailGateway } from './mail-gateway.ts'
import { smsGateway } from './sms-gateway.ts'
import { consoleGateway, fileGateway } from './trial-gateways.ts'

/** The gateways of the configuration, in its order. Nothing is connected before something is sent. */
export const openGateways = (config: Readonly<Record<string, GatewayConfig>>): readonly Gateway[] =>
  Object.entries(config).map(([name, one]) => openGateway(name, one))

function openGateway(name: string, config: GatewayConfig): Gateway {
  switch (config.kind) {
    case 'sms':
      return smsGateway(name, config)
    case 'mail':
      return mailGateway(name, config)
    case 'dingtalk':
      return dingtalk(name, config)
    case 'wecom':
      return wecom(name, config)
    case 'webhook':
      return webhook(name, config)
    case 'file':
      return fileGateway(name, config)
    case 'console':
      return consoleGateway(name, config)
  }
}
