/** What the multiplexer must know of a statement before it runs. */
export interface SqlFacts {
  /** Provably one `SET LOCAL` and nothing else, so it ends with its transaction. */
  setsLocally: boolean
  opensTransaction: boolean
  /** May leave something in the backend that the command tag does not tell: a setting, a temporary table. */
  leavesTraces: boolean
  listens: string[]
  /** The channel, or `*`, of a statement that is nothing but an UNLISTEN. */
  unlistens: string | undefined
  /** Would wait for CopyData, which the WASM backend answers by exiting. */
  copiesFromClient: boolean
}

export function factsOf(sql: string): SqlFacts {
  const commands = [...sql.matchAll(LISTEN_COMMANDS)]
  const unlisten = UNLISTEN_ONLY.exec(sql)
  return {
    setsLocally: SET_LOCAL_ONLY.test(sql),
    opensTransaction: OPENS_TRANSACTION.test(sql),
    leavesTraces: LEAVES_TRACES.test(sql),
    listens: commands.map(([, channel = '']) => channelName(channel)),
    unlistens: unlisten?.[1] && channelName(unlisten[1]),
    copiesFromClient: COPIES_FROM_CLIENT.test(sql),
  }
}

// BullMQ's command files begin with comments. Each alternative is unambiguous, so there is nothing to backtrack into.
const SPACE = String.raw`(?:\s|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*`
const NAME = String.raw`("(?:[^"]|"")+"|[a-z_][\w$]*)`
const LISTEN_COMMANDS = new RegExp(String.raw`(?:^|;)${SPACE}listen\s+${NAME}`, 'gi')
const UNLISTEN_ONLY = new RegExp(String.raw`^${SPACE}unlisten\s+(\*|${NAME})\s*;?\s*$`, 'i')
// A value that holds a semicolon is not provable: it could be the end of the statement.
const SET_LOCAL_ONLY = /^\s*set\s+local\s[^;]*;?\s*$/i
const OPENS_TRANSACTION = new RegExp(String.raw`^${SPACE}(?:begin|start\s+transaction)\b`, 'i')
const LEAVES_TRACES = /\bset_config\b|\btemp(?:orary)?\b/i
const COPIES_FROM_CLIENT = new RegExp(String.raw`(?:^|;)${SPACE}copy\b[^;]*\bfrom\s+stdin\b`, 'i')

const channelName = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase()
