import { purposeTokens } from '#src/lib/purpose-token.ts'

/** `inv_<tenant>_<invitation>_<256 random bits>` */
export const invitationTokens = purposeTokens('inv')
