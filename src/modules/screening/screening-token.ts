import { purposeTokens } from '#src/lib/purpose-token.ts'

/** `ct_scr_<tenant>_<screening>_<256 random bits>`: a candidate's, and it opens this one screening. */
export const screeningTokens = purposeTokens('ct_scr')
