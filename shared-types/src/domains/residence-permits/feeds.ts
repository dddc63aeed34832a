import type { Feeds } from '../../model/feed.ts'
import { filled, state } from './conditions.ts'

/**
 * What the rules read of permits. An application that was sent back stays accepted until it is accepted anew; one that
 * needs no card is done with the decision, one that was given up with that; of a print nobody counts what never left the
 * machine. A blank that spoilt after its use was gone with the use; one that was given back to where it came from is none.
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
    of: 'application',
  },
  closings: {
    record: 'closing',
    where: state('closed'),
    station: '$unit',
    day: 'day',
    cards: 'cardsCounted',
    blanks: 'blanksCounted',
  },
  blanks: {
    record: 'blank',
    where: { all: [filled('handedOn'), { not: state('returned') }] },
    station: '$unit',
    handed: 'handedOn',
    gone: [
      { day: 'usedOn', when: filled('usedOn') },
      { day: 'spoiledOn', when: state('spoiled') },
      { day: '$updated', when: state('received') },
    ],
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
