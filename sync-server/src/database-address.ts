/** Whether a database's place is the address of a PostgreSQL; else it is the path of an SQLite file. */
export const isPostgres = (at: string): boolean => /^postgres(ql)?:\/\//.test(at)
