/** Of UTC, as the ledger writes it: `2026-11`. */
export const monthOf = (time: Date): string => time.toISOString().slice(0, 7)

/** `2026-11-21` */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10)
