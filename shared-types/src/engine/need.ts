/** Notes that `what`, named at `where`, must exist: `ok` says whether it does. */
export type Need = (ok: unknown, where: string, what: string) => void
