/** Apps of the open API. Times are ISO 8601 in UTC; lists are JSON. */
export interface OpenTables {
  open_apps: {
    id: string
    name: string
    unit: string
    contact: string
    note: string
    scopes: string
    addresses: string
    per_minute: number
    per_day: number
    made_by: string
    made_at: string
    granted_by: string | null
    granted_at: string | null
    ended_by: string | null
    ended_at: string | null
    end_reason: string | null
  }
  /** By the SHA-256 of each. */
  open_secrets: {
    id: string
    app: string
    hash: string
    hint: string
    made_by: string
    made_at: string
    released_by: string | null
    released_at: string | null
    ended_by: string | null
    ended_at: string | null
  }
  open_tokens: { hash: string; app: string; secret: string; scopes: string; until: string }
  /** How often an app has asked on a day of the deployment's zone; one more than its quota once it was refused. */
  open_uses: { app: string; day: string; count: number }
}
