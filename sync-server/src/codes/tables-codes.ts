/** One pair that signs codes of cases. Of those that are not ended the newest signs. */
export interface CodeKeyRow {
  id: string
  algorithm: string
  public_key: string
  /** The private key, in hex, sealed where the server has a secret. */
  private: string
  made_at: string
  ended_at: string | null
}
