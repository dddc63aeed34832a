import type { Generated } from 'kysely'
import type { FactImportMode } from '../../shared-types/src/model/fact.ts'
import type { Role } from '../../shared-types/src/model/person.ts'
import type { DisposalState } from '../../shared-types/src/protocol-disposal.ts'
import type { FactImportState } from '../../shared-types/src/protocol-facts.ts'
import type { CaseTables } from '../../shared-types/src/store/case-tables.ts'
import type { CodeKeyRow } from './codes/tables-codes.ts'
import type { FileTables } from './tables-files.ts'
import type { MessageTables } from './tables-messages.ts'
import type { OpenTables } from './tables-open.ts'
import type { RuleSettingTables } from './tables-rule-settings.ts'

/** The server's tables. Times are ISO 8601 in UTC; flags are 0 and 1, which both databases count. */
export interface ServerTables extends CaseTables, FileTables, MessageTables, OpenTables, RuleSettingTables {
  /** One row: the last number given, and the audit chain's link at it. Every writing transaction locks it first. */
  counter: { value: number; head: string }
  events: {
    seq: number
    id: string
    case_id: string
    type: string
    /** The station that sent it. */
    station: string
    verdict: 'accepted' | 'refused'
    /** It counts in its case: accepted, and neither an audit entry nor a withdrawal. */
    folded: number
    /** It changed what an access condition reads, so that its case may have come into a scope or left it. */
    moves: number
    /** The event as it was sent, and its problems, as JSON. */
    body: string
    problems: string
    received_at: string
    /** In the audit chain: hash of the link of the number before and of this row. */
    link: string
    /** Of the body, to be searched for: the author, the act and the author's unit. */
    person: string
    act: string
    unit: string
  }
  /** How far each station's own audit chain has come here. */
  station_heads: { station: string; counter: number; link: string }
  /** What the server signed of the chains now and then; each window keeps those that it was told. */
  audit_anchors: {
    seq: number
    /** '' for those that are about the server alone. */
    station: string
    counter: number
    station_link: string
    link: string
    at: string
    signature: string
  }
  /** Numbers that were never given, because a restore leapt over them. */
  set_backs: { first: number; last: number }
  settings: { id: string; kind: string; value: string; seq: number; deleted: number }
  /** What each setting was before, with the time from which it held. */
  setting_versions: { id: string; seq: number; at: string; value: string; link: string }
  /** Each station's keys, raw in base64url, and how it stands; `reason` says why it was ended. */
  station_keys: {
    station: string
    sign_key: string
    seal_key: string
    enrolled_at: string
    state: 'active' | 'ended' | 'cloned'
    changed_at: string
    reason: string
  }
  /** Where a station's requests have come to; see station-counters.ts. */
  station_counters: {
    station: string
    /** The key whose requests it counts. */
    sign_key: string
    high: number
    run: string
    run_since: string
    earlier_run: string
    used: string
    seen_at: string
    version: string
  }
  /** `station` is set where the code gives a new key to a station that is there. */
  enrol_codes: { hash: string; unit: string; number: string; until: string; station: string | null }
  /** `must_change` until the person has chosen a password of their own. An empty hash opens nothing. */
  credentials: {
    person: string
    login: string
    hash: string
    must_change: Generated<number>
    set_at: Generated<string>
  }
  /** Those before the present one, so that none of them is chosen again. */
  old_passwords: { person: string; hash: string; set_at: string }
  /** Secret of the authenticator in base32, and the last step whose code was taken. */
  second_factors: { person: string; secret: string; confirmed: number; last_step: number; made_at: string }
  recovery_codes: { person: string; hash: string }
  /** Those on people's USB keys, as DER in base64, by the SHA-256 of it. */
  certificates: {
    fingerprint: string
    person: string
    subject: string
    issuer: string
    until: string
    der: string
    added_at: string
    added_by: string
  }
  /** What the keys at a station are to sign, by its hash. */
  key_challenges: { hash: string; station: string; until: string }
  /** Failures that slow whoever comes next; see lock-out.ts. */
  sign_in_tries: { key: string; failures: number; at: string }
  usual_stations: { person: string; station: string; at: string }
  /** `ended_seq` is the number at which somebody ended it, before it ran out by itself. */
  sessions: {
    hash: string
    id: string
    person: string
    station: string
    opened_at: string
    seen_at: string
    until: string
    ended_seq: number | null
  }
  /** Scopes that were served, by their hash: what a station held when its scope changes. */
  scopes: { hash: string; body: string }
  leases: {
    id: string
    series: string
    /** The numbering that the block is cut from: year and unit where the format carries them, else 0 and ''. */
    numbering_year: number
    numbering_unit: string
    station: string
    unit: string
    year: number
    first: number
    last: number
    returned_after: number | null
  }
  /** Every number that an event brought, and what became of the event. */
  number_uses: {
    series: string
    numbering_year: number
    numbering_unit: string
    number: number
    event_id: string
    case_id: string
    type: string
    station: string
    verdict: 'accepted' | 'refused'
  }
  /** One row, `one` = 1. `salt` is null where the private parts lie there as they are. */
  code_keys: CodeKeyRow
  server_keys: {
    one: number
    sign_public: string
    seal_public: string
    private: string
    salt: string | null
    made_at: string
  }
  /** Packages that came by hand, by the key that their station had. `person` is who brought it, '' on the server's machine. */
  carried: {
    station: string
    sign_key: string
    sequence: number
    hash: string
    made_at: string
    taken_at: string
    person: string
    events: number
    files: number
    accepted: number
    refused: number
  }
  /** Proposals to erase cases of a record type; `type` is `domain.record`. */
  disposals: {
    id: string
    type: string
    state: DisposalState
    note: string
    proposed_by: string
    proposed_at: string
    decided_by: string | null
    decided_at: string | null
    reason: string | null
    done_at: string | null
  }
  /** The cases of each, with the day on which they ended; the outcome is '' until the case is looked at again and erased. */
  disposal_cases: {
    disposal: string
    case_id: string
    unit: string
    ended: string
    outcome: '' | 'erased' | 'held' | 'kept'
  }
  /** Cases that are no more, with the number of the line that says so. `lay_in` is JSON; see disposed.ts. */
  erased_cases: { case_id: string; type: string; seq: number; disposal: string; lay_in: string | null }
  /** What must not be erased: the cases of `held_cases`, or where there is a type all of it in the unit and below. */
  holds: {
    id: string
    type: string | null
    unit: string
    reason: string
    set_by: string
    set_at: string
    lifted_by: string | null
    lifted_at: string | null
    lift_reason: string | null
  }
  held_cases: { hold: string; case_id: string }
  /** `later`: newer versions in whose place it may be put, with spaces between. */
  update_packages: {
    hash: string
    version: string
    platform: string
    shell: 'electron' | 'web'
    made_at: string
    later: string
    size: number
    stored_at: string
  }
  /** `target`: the id of a unit or of a station. */
  update_rollouts: { package: string; target: string; percent: number; put_at: string }
  /** How each station last said that it stands; `progress` as JSON. */
  update_stations: {
    station: string
    version: string
    platform: string
    shell: 'electron' | 'web'
    progress: string
    at: string
  }
  /** Rows in bulk; `id` is the import's number × 10⁸ + the line. Day and time are those of the deployment's zone. */
  fact_scans: { day: string; time: string; id: number; subject: string; person: string }
  /** `checked` is 1 once a file of which all is to be taken or nothing was looked through; `fault` is JSON or ''. */
  fact_imports: {
    id: number
    type: string
    name: string
    size: number
    hash: string
    mode: FactImportMode
    state: FactImportState
    person: string
    post: string
    role: Role
    unit: string
    station: string
    started_at: string
    ended_at: string
    checked: number
    lines: number
    percent: number
    taken: number
    refused: number
    fault: string
    claimed_by: string
    claimed_until: string
  }
  /** `body`: cells and reasons as JSON. */
  fact_refusals: { import: number; line: number; body: string }
  /** How many rows of each import lie on each day. */
  fact_import_days: { import: number; day: string; count: number }
  /** Which rule has judged which day; see nightly/runs.ts. '' in what has not happened. */
  rule_runs: {
    rule: string
    day: string
    state: 'due' | 'running' | 'done' | 'failed'
    again: number
    round: number
    holder: string
    lease_until: string
    started_at: string
    ended_at: string
    ms: number
    alerts: number
    judged: number
    version: number
    error: string
  }
  /** What this deployment has raised; `measure` is JSON. */
  rule_alerts: {
    id: string
    rule: string
    subject: string
    from_day: string
    to_day: string
    measure: string
    unit: string
    version: number
    raised_at: string
  }
  /** Of which the ids of alerts are made. */
  rule_key: { value: string }
}
