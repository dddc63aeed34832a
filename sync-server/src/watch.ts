import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** One request that was answered or broken off. Nothing of it that somebody entered: the route's pattern, never its path. */
export interface RequestLine {
  method: string
  /** `/api/files/:hash`, or `none` for what is no route. */
  route: string
  status: number
  ms: number
  /** The id of the station that was recognised. */
  station?: string
}

/** What a server tells of itself to who runs it. */
export interface Watch {
  request(line: RequestLine, stream: boolean): void
  verdicts(given: readonly { verdict: 'accepted' | 'refused' }[]): void
  fault(error: unknown, about: string): void
  /** Prometheus text format 0.0.4. */
  metrics(): Promise<string>
}

/** What is measured when somebody asks. */
export interface Gauges {
  /** Seconds since 1970; not a number where no TLS is spoken here. */
  certificateEnds(): number
  writersWaiting(): number
  streams(): number
  sessions(): Promise<number>
  databaseBytes(): Promise<number>
}

/** A station counts as seen for this long, in milliseconds. */
const SEEN = 300_000

export function watch(gauges: Gauges, log: (line: RequestLine) => void = () => {}): Watch {
  const registers = [new Registry()]
  collectDefaultMetrics({ register: registers[0]! })
  const name = (of: string) => `chuangtai_${of}`
  const requests = new Counter({
    name: name('requests_total'),
    help: 'Requests by route and status',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: name('request_seconds'),
    help: 'Time to the end of the answer, without live streams',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 60],
    registers,
  })
  const events = new Counter({
    name: name('events_total'),
    help: 'Events that windows sent, by verdict; a repeat counts again',
    labelNames: ['verdict'],
    registers,
  })
  const faults = new Counter({ name: name('faults_total'), help: 'Faults of the program', registers })
  const seen = stationsSeen()
  measured(registers, gauges, seen.count)
  return {
    request(line, stream) {
      requests.inc({ method: line.method, route: line.route, status: line.status })
      if (!stream) seconds.observe({ method: line.method, route: line.route }, line.ms / 1000)
      if (line.station) seen.note(line.station)
      log(line)
    },
    verdicts: given => {
      for (const { verdict } of given) events.inc({ verdict })
    },
    fault: () => faults.inc(),
    metrics: () => registers[0]!.metrics(),
  }
}

/** Each is read when somebody asks for the figures. */
function measured(registers: Registry[], gauges: Gauges, stations: () => number): void {
  const told: readonly [string, string, () => number | Promise<number>][] = [
    ['certificate_ends_seconds', 'When the certificate of this server ends, Unix time', gauges.certificateEnds],
    ['writers_waiting', 'Writing transactions that wait for their turn', gauges.writersWaiting],
    ['streams', 'Live streams of this instance', gauges.streams],
    ['sessions', 'Sessions that are open', gauges.sessions],
    ['database_bytes', 'Size of the database', gauges.databaseBytes],
    ['stations_seen', 'Stations that this instance heard within five minutes', stations],
  ]
  for (const [name, help, read] of told)
    new Gauge({
      name: `chuangtai_${name}`,
      help,
      registers,
      async collect() {
        this.set(await read())
      },
    })
}

function stationsSeen() {
  const last = new Map<string, number>()
  return {
    note: (station: string) => void last.set(station, Date.now()),
    count() {
      for (const [station, at] of last) if (at < Date.now() - SEEN) last.delete(station)
      return last.size
    },
  }
}
