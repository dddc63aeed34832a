import type { Feeds } from '../../model/feed.ts'
import { filled, state } from './conditions.ts'

/**
 * What the rules read of permits. An application that was sent back stays accepted until it is accepted anew; one that
 * needs no card is done with the decision, one that was given up with that; of a print nobody counts what never left the
 * machine.
 */
export const feeds = {
  applications: {
    record: 'application',
    where: filled('acceptedOn'),
    station: '$unit',
    citizen: 'citizenId',
    address: 'address',
    accepted: { day: 'acceptedOn', time: 'acceptedAt' },
    decision: { day: 'decidedOn', rejected: state('rejected') },
    done: [
      { day: 'issuedOn', when: state('issued') },
      { day: 'decidedOn', when: state('endorsed') },
      { day: '$updated', when: state('cancelled', 'discarded') },
    ],
  },
  prints: {
    record: 'print',
    where: state('sent', 'good', 'void'),
    station: '$unit',
    device: 'deviceId',
    ip: 'terminalIp',
    mac: 'terminalMac',
    printed: 'printedOn',
    spoilt: state('void'),
  },
  terminals: {
    record: 'terminal',
    where: state('active', 'ended'),
    station: 'station',
    device: 'deviceId',
    ip: 'ip',
    mac: 'mac',
    from: 'activeFrom',
    to: 'activeTo',
  },
} satisfies Feeds
