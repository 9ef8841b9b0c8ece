// Folded text: lower case without accents, straight quotes, single spaces. An order counts where one is given: at the
// beginning of a sentence or of a part of it, or after 'you must' and the like. So 'models that ignore instructions'
// and 'ignored alerts' are told of, and 'ignore the instructions' is an order.

const ADVERB =
  "please|kindly|now|then|just|simply|also|do|not|don't|never|always|immediately|completely|first|instead|go ahead and|be so kind (?:and|as to)|do me a favou?r and"
const OBLIGED =
  'you (?:must|should|shall|will|can|may|have to|need to|are to|are (?:asked|required|obliged|instructed|ordered) to)|(?:want|need|like|ask|order|instruct|urge) you to|(?:can|could|would|will) you|task is to|(?:make|be) sure to|are (?:kindly )?(?:asked|requested|instructed) to'
const ORDER = `(?:^[^a-z0-9]*|[;,.!?)*|–—]\\s+["'(\\[]*|[:>\\]]\\s*["'(\\[]*|\\s[-/]\\s+|\\b(?:and|then|so|but|therefore|${ADVERB}|${OBLIGED}) )(?:(?:${ADVERB}|${OBLIGED}),? ){0,4}`

const EARLIER =
  '(?:previous(?:ly)?|prior|above|earlier|preceding|former|foregoing|initial|original|existing|other|usual|given|system|all|any|every|everything|your|these|those|such)'
const RULES =
  '(?:instructions?|prompts?|rules?|guidelines?|directions?|directives?|commands?|orders?|constraints?|restrictions?|criteria|criterion|rubrics?|context|programming|training|polic(?:y|ies)|requirements|text|messages?|safeguards?)'
const DROP =
  "(?:ignore|disregard|forget|override|overrule|bypass|circumvent|neglect|discard|drop|abandon|skip|cancel|dismiss|omit|overlook|set aside|put aside|pay no attention to|stop (?:following|obeying|using)|(?:do not|don't|never) (?:follow|obey|use|apply|heed|consider))"

const READER =
  '(?:ai|a\\.i\\.|llms?|(?:large )?language models?|gpt(?:-?\\d\\w*)?|chat ?gpt|claude|gemini|copilot|chatbots?|artificial intelligence|algorithms?|(?:(?:ai|llm|model|automated|automatic|virtual|digital|robot)[ -](?:\\w+ )?(?:systems?|assistants?|models?|agents?|tools?)|(?:ai|llm|model|machine|automated|automatic|virtual|robot)[ -](?:\\w+ )?(?:reviewers?|evaluators?|recruiters?|screeners?|readers?|parsers?|graders?|judges?))|(?:screening|recruiting|recruitment|hiring|reviewing|ranking|scoring|evaluat(?:ion|ing)|parsing|ats) (?:software|systems?|models?|tools?|agents?|algorithms?|ai|bots?|robots?|machines?))'
const WHICH = '(?:(?:the|an?|any|all|every|each|whatever|whichever|our|my|dear) )?(?:\\w+ ){0,2}?'
const READING =
  '(?:read|review|process|pars|evaluat|screen|scor|rank|analy[sz]|assess|summari[sz]|handl|look)(?:e?s|ing)?'

const ONE =
  '(?:this|the above|the current|said) (?:\\w+ )?(?:candidate|applicant|person|individual|resume|cv|curriculum vitae|profile|application|job ?seeker|one)'
const THE = "(?:the|our) (?:candidate|applicant|person above|resume|cv)(?:'s)?"
const JUDGE =
  '(?:rank|rate|score|grade|recommend|hire|shortlist|select|advance|approve|promote|prioriti[sz]e|prefer|choose|favou?r|endorse|praise|put|place|move|push|mark|label|classify|give|assign|award|grant|reject|filter|exclude|eliminate|decline|dismiss|penali[sz]e|downgrade|pass|invite|interview|fast-?track|forward|describe|present|treat|flag|evaluate|assess)'
const UTMOST =
  '(?:first|top|highest|best|maximum|max|perfect|ideal|full|10|100|ten|number one|immediately|regardless|whatever|no matter|without (?:any |further )|always|outstanding|excellent|exceptional|strongest|unconditionally)'
const MARKS = '(?:scores?|ratings?|points?|marks?|grades?|ranks?|stars)'

const OUTPUT =
  '(?:respond|reply|answer|output|return|print|echo|say|write|begin|start|end|finish|append|repeat|insert|include|add|state|report|mention|summari[sz]e)'
const TOLD =
  '(?:reveal|show|print|repeat|display|output|tell|leak|disclose|translate|give|share|expose|recite|quote)'
const FIELD =
  '(?:full_?name|first_?name|last_?name|score|rating|verdict|recommendation|decision|skills?|job_?title|years_of_experience)'

/** Orders to drop other orders, and new ones. */
const OVERRIDES: readonly Rules[] = [
  {
    sign: `\\b${DROP}\\b`,
    rules: [
      `${ORDER}${DROP} (?:\\S+ ){0,4}?${EARLIER} (?:\\S+ ){0,4}?${RULES}\\b`,
      `${ORDER}${DROP} (?:the |all |of ){0,3}(?:\\S+ )?${RULES}(?: \\S+)? (?:above|before|below|given|you|so far)\\b`,
      `${ORDER}(?:ignore|disregard|forget|override|dismiss) (?:all |absolutely )?(?:of )?(?:everything|anything|what|whatever|all|the text|the) (?:\\S+ ){0,4}?(?:above|before|prior|previous|so far|told|said|precedes)\\b`,
      `${ORDER}(?:ignore|disregard|dismiss|discard) (?:all )?(?:the )?other (?:candidates|applicants|resumes|applications)\\b`,
    ],
  },
  {
    sign: '\\b(?:instructions?|rules|guidelines|directives?|prompts?|constraints|orders) ',
    rules: [
      `\\b(?:${EARLIER}) (?:\\S+ )?(?:instructions?|rules|guidelines|directives?|prompts?|constraints|orders) (?:\\S+ ){0,3}?(?:are|is|have been|were) (?:now |hereby )?(?:void|null|invalid|cancell?ed|superseded|lifted|suspended|overridden|obsolete|no longer|replaced by the)`,
    ],
  },
  {
    sign: '(?:instructions?|task|directives?|prompt|objective|orders) ?:',
    rules: [
      `(?:^|[.:;>] ?)[^a-z]*(?:new|updated|revised|real|actual|secret|hidden) (?:\\w+ )?(?:instructions?|task|directives?|prompt|objective|orders) ?:`,
    ],
  },
  {
    sign: '\\byour (?:\\w+ )?(?:task|job|goal|objective|instructions?|role|mission|purpose) (?:is|are)\\b',
    rules: [
      `\\byour (?:new |real |only |next |true |sole )(?:task|job|goal|objective|instructions?|role|mission|purpose) (?:is|are)\\b`,
    ],
  },
  {
    sign: '\\b(?:end|beginning|start) of (?:the )?(?:resume|cv|document|prompt|instructions?|input|context|user|system)\\b',
    rules: [
      `^[^a-z]*(?:end|beginning|start) of (?:the )?(?:resume|cv|document|prompt|instructions?|input|context|user|system)(?: \\w+)?[^a-z]*$`,
    ],
  },
  {
    sign: '\\b(?:decode|decrypt|decipher|unscramble)\\b',
    rules: [
      `${ORDER}(?:decode|decrypt|decipher|unscramble)\\b.{0,60}\\b(?:obey|follow|execute|run|apply|comply)\\b`,
    ],
  },
]

/** Words to a reader that is a machine. */
const APPEALS: readonly Rules[] = [
  {
    sign: `\\b${READER}\\b`,
    rules: [
      `(?:^|[.:;!>] ?)[^a-z]*(?:\\w+ )?(?:note|message|attention|notice|instructions?|hint|reminder|memo|request|appeal|comment|information|info|word)s? (?:to|for) ${WHICH}${READER}(?=\\s*(?:[:;,.!)—–-]|$)| (?:that|which|who|${READING})\\b)`,
      `(?:^|[.:;!>] ?)[^a-z]*(?:attention|hey|hello|hi|dear|ok|okay|listen,?),? ${WHICH}${READER}(?: \\w+)?(?=\\s*(?:[:;,.!)—–-]|$))`,
      `^[^a-z]*(?:to|for) ${WHICH}${READER}(?: (?:only|${READING}))?(?=\\s*[:;,!—–-]| ${READING}\\b)`,
      `\\b(?:if|as|since|because|in case|should) (?:you are|you're|you be|you happen to be) ${WHICH}${READER}\\b`,
      `(?:^|[.:;!>] ?)[^a-z]*as an? ${READER}(?: \\w+)?,? (?:you|please|rate|rank|score|recommend)\\b`,
      `\\bas an? ${READER}(?: \\w+)?,? (?:\\w+ ){0,2}?you (?:must|should|are|will|have|need)\\b`,
      `^[^a-z]*${READER} ?[:,!] ?(?:please|kindly|you|do|note|${JUDGE}|${DROP}|treat|consider|assume|remember)\\b`,
      `\\b(?:any|every|all|each|whichever|whatever) ${WHICH}${READER} (?:${READING}|that|which) .{0,40}\\b(?:should|must|shall|will|has to|have to|is to|are to|please)\\b`,
      `\\b${READER}(?: \\w+)? (?:is|are) (?:hereby |kindly |strictly )?(?:asked|requested|instructed|ordered|advised|required|told) to\\b`,
    ],
  },
  {
    sign: '\\bthis (?:\\w+ )?(?:is|gets) (?:being )?\\w+ by\\b',
    rules: [
      `\\b(?:if|when|in case|whenever) this (?:\\w+ )?(?:is|gets) (?:being )?(?:read|processed|parsed|screened|reviewed|evaluated|analy[sz]ed|handled) by (?:an? |any )?(?:machine|computer|software|robot|program|${READER})\\b`,
    ],
  },
]

/** Roles that a machine is given. */
const ROLES: readonly Rules[] = [
  {
    sign: "\\byou(?:'re)?\\b",
    rules: [
      '\\byou are now\\b',
      '\\bfrom (?:now|this (?:point|moment)|here) on(?:wards?)?,? (?:you|your|only|act|behave|always|never|answer|respond)\\b',
      `\\byou are (?:an? |the |my |our )(?:\\w+ ){0,3}?(?:${READER}|recruiter|hiring manager|evaluator|judge|referee)\\b`,
    ],
  },
  {
    sign: "\\b(?:pretend|imagine|suppose|assume|as (?:if|though|an?)|role-?play|play the role|impersonate|take on the|let's|let us)\\b",
    rules: [
      `${ORDER}(?:pretend|imagine|suppose|assume) (?:that )?(?:you|to be|you're)\\b`,
      `${ORDER}(?:act|behave|respond|answer|speak) as (?:if|though|an? (?:\\w+ ){0,4}?(?:who|that|which|without|with no))\\b`,
      `${ORDER}(?:role-?play|play the role of|impersonate|take on the (?:role|persona))\\b`,
      "\\blet(?:'s| us) (?:play|imagine|pretend)\\b",
    ],
  },
  {
    sign: '\\b(?:mode|do anything now)\\b',
    rules: [
      `${ORDER}(?:enable|enter|activate|switch (?:in)?to|turn on) (?:the )?(?:developer|dan|debug|god|sudo|admin|jailbreak|unrestricted|maintenance) mode\\b`,
      '\\b(?:developer|dan|god|sudo|jailbreak|unrestricted|admin) mode (?:is )?(?:on|enabled|activated|active)\\b',
      '\\bdo anything now\\b',
    ],
  },
  {
    sign: '^[^a-z]*(?:system|assistant|user|human|developer|ai|tool|model|bot|admin)\\]? ?:',
    rules: [
      `^[^a-z]*\\[?(?:system|assistant|user|human|developer|ai|tool|model|admin)\\]? ?: .{0,80}\\b(?:candidate|applicant|resume|cv|understood|hired|qualified|this person|you)\\b`,
      '^[^a-z]*(?:assistant|ai|model|bot) ?: ?(?:sure|yes|ok|okay|certainly|of course|understood|done|absolutely|\\d)',
    ],
  },
]

/** Judgements that are dictated. */
const JUDGEMENTS: readonly Rules[] = [
  {
    sign: `\\b(?:${ONE}|${THE}|the person above)\\b`,
    rules: [
      `${ORDER}${JUDGE} (?:\\S+ ){0,5}?${ONE}\\b`,
      `${ORDER}${JUDGE} (?:\\S+ ){0,2}?${THE} (?:\\S+ ){0,6}?(?:(?<!give .{0,40})${UTMOST}|${UTMOST} (?:possible )?${MARKS})\\b`,
      `\\b${ONE} (?:\\S+ )?(?:must|should|has to|have to|needs to|ought to|is to|shall|will|may|can) (?:\\S+ ){0,4}?(?:hired|ranked|rated|scored|graded|placed|put|treated|considered|given|selected|shortlisted|accepted|approved|invited|recommended|advanced|moved|rejected|filtered|passed|interviewed|preferred|${UTMOST})\\b`,
      `\\b(?:${ONE}|the (?:person|applicant|candidate) above) (?:\\S+ )?(?:is|has been|was) (?:\\S+ ){0,4}?(?:best|perfect|ideal|most qualified|strongest|most suitable|exceptional|outstanding|pre-?approved|approved|pre-?selected|accepted|hired|verified|vetted|exempt)\\b`,
      `\\b(?:${ONE}|the (?:applicant|candidate)) (?:deserves|merits|passed all|has passed|meets (?:all|every))\\b`,
    ],
  },
  {
    sign: `\\b${MARKS}\\b`,
    rules: [
      `${ORDER}(?:give|assign|award|grant|allocate|attribute|set|report|return) (?:\\S+ ){0,6}?(?:highest|maximum|max|full|top|perfect|best)(?: \\S+)? ${MARKS}\\b`,
    ],
  },
  {
    sign: '\\b(?:10|100|ten|five|5)\\b',
    rules: [
      `${ORDER}(?:give|assign|award|rate|score|rank|grade) (?:\\S+ ){0,6}?(?:(?:10|ten|5|five)(?: ?/ ?| out of )(?:10|ten|5|five)\\b|100(?: ?%| ?/ ?100| out of 100| points| ?[.!]?$))`,
    ],
  },
  {
    sign: "\\b(?:always|never|only|do not|don't) (?:recommend|reject|rank|score|rate|hire|prefer|choose|select|exclude|filter)\\b",
    rules: [
      `${ORDER}(?:always|never|only|do not|don't) (?:recommend|reject|rank|score|rate|hire|prefer|choose|select|exclude|filter)\\b.{0,40}\\b(?:this|me|my|above|him|her|applicant|candidate)\\b`,
    ],
  },
  {
    sign: '\\b(?:requirements?|skills|criteria|qualifications?|gaps)\\b',
    rules: [
      `${ORDER}(?:treat|mark|count|consider|regard|report|assume|label|record|list) (?:that )?(?:\\S+ ){0,5}?(?:requirements?|skills?|criteria|qualifications?|gaps)\\b.{0,40}\\b(?:met|present|fulfilled|satisfied|matched|passed)\\b`,
    ],
  },
]

/** What is to be put out. */
const OUTPUTS: readonly Rules[] = [
  {
    sign: '\\b(?:only|nothing but|exactly|solely)\\b',
    rules: [`${ORDER}${OUTPUT} (?:\\S+ ){0,2}?(?:only|nothing but|exactly|solely)\\b(?! (?:if|when|after))`],
  },
  {
    sign: '\\byour?\\b',
    rules: [
      `${ORDER}${OUTPUT} (?:\\S+ ){0,8}?your (?:\\w+ )?(?:answer|reply|response|output|summary|report|review|assessment|evaluation|verdict)\\b`,
      `\\byour (?:\\w+ )?(?:answer|reply|response|output|verdict|prompt|system prompt) (?:\\S+ )?(?:must|should|shall|will|has to)\\b`,
      `${ORDER}${TOLD} (?:\\S+ ){0,3}?your (?:\\S+ ){0,2}?(?:prompts?|instructions?|messages?|rules|guidelines|directives|configuration)\\b`,
      '\\bwhat (?:are|were|is) (?:the|your) (?:\\w+ )?(?:instructions|rules|prompt|guidelines) (?:\\w+ )?you\\b|\\bwhat (?:are|were|is) your (?:\\w+ )?(?:instructions|prompt|guidelines)\\b',
    ],
  },
  {
    sign: '\\b(?:prompt|instructions|message|rules|criteria)\\b',
    rules: [
      `${ORDER}${TOLD} (?:\\S+ ){0,3}?(?:system|initial|hidden|secret|internal) (?:\\w+ )?(?:prompt|instructions|message|rules|criteria)\\b`,
    ],
  },
  {
    sign: `\\b${FIELD}\\b`,
    rules: [
      `${ORDER}(?:set|change|replace|update|overwrite|fill)(?: the| in| in the)? ["'\`]?${FIELD}["'\`]? (?:\\S+ ){0,3}?(?:to|with|as|by)\\b`,
    ],
  },
  {
    sign: '\\b(?:skills|strengths|qualifications|competenc)',
    rules: [
      `${ORDER}(?:add|insert|append|list|include|mention|name|write) (?:\\S+ ){0,6}?(?:to|among|in|into|as) (?:the )?(?:(?:list of )?(?:extracted|candidate's|applicant's) skills|strengths of|skills of (?:the|this)|list of (?:\\w+ )?skills)\\b`,
      '(?:please|be so kind).{0,30}\\b(?:list|add|include|mention|name) (?:\\S+ ){1,4}?(?:among|to|in|as) (?:\\S+ ){0,2}?(?:strengths|skills|qualifications|competenc)',
    ],
  },
  {
    sign: '[a-z]_[a-z]',
    rules: [
      `${ORDER}(?:call|invoke|execute|run|trigger|use) (?:the |your )?(?:function|tool|api|command) ["'\`]?[a-z]+_[a-z_]+`,
    ],
  },
  {
    sign: 'https?:',
    rules: [
      `https?://\\S{1,200}[?&]\\S{0,200}=\\S{0,200} (?:and|then) (?:send|post|submit|upload|report|forward|append)\\b`,
    ],
  },
]

/** Rules are looked at where one of their signs stands, which is cheap to know and rare in resumes. */
interface Rules {
  sign: string
  rules: readonly string[]
}

const GROUPS = [...OVERRIDES, ...APPEALS, ...ROLES, ...JUDGEMENTS, ...OUTPUTS]
const RULES_BY_SIGN = GROUPS.map(({ sign, rules }) => ({
  sign: new RegExp(sign),
  rules: rules.map((rule) => new RegExp(rule)),
}))
/** One pass for all signs. */
const SIGN = new RegExp(GROUPS.map(({ sign }) => sign).join('|'))

/** Whether a folded sentence gives an order to a machine in English. */
export const isEnglishOrder = (sentence: string): boolean =>
  SIGN.test(sentence) &&
  RULES_BY_SIGN.some(({ sign, rules }) => sign.test(sentence) && rules.some((rule) => rule.test(sentence)))
