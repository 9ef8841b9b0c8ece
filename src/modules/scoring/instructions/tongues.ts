/** What the orders of one language are made of, folded: imperatives, never the past or the noun. */
interface Tongue {
  /** Drop ... */
  drop: string
  /** ... the orders. */
  orders: string
  /** Rank, recommend, hire, give ... */
  judge: string
  /** ... this candidate. */
  person: string
  /** Note to, if you are ... */
  call: string
  /** ... a machine that reads. */
  reader: string
  /** A language that puts its verbs last, or writes no spaces. */
  verbLast?: boolean
}

const TONGUES: readonly Tongue[] = [
  {
    drop: 'ignorier(?:e|t|en sie)|vergiss|vergesst|vergessen sie|missachte|missachten sie|uberspringe|umgehe|verwirf|(?:beachte|befolge)n?(?: sie)?(?: \\S+){0,4} nicht(?! nur)|halte dich nicht|setze? dich uber',
    orders:
      'anweisung|vorgabe|instruktion|regel|richtlinie|befehl|kriteri|prompt|bisherige|vorherige|obige|nicht\\b|alles',
    judge:
      'bewerte|bewerten sie|stufe|setze|setzen sie|stelle|empfiehl|empfehle|empfehlen sie|bevorzuge|wahle|wahlen sie|lade|laden sie|gib|geben sie|vergib|vergeben sie|ordne|nimm|nehmen sie|lehne|behandle|einzuladen|einzustellen|zu bevorzugen|zu empfehlen',
    person:
      'dies(?:e[nmrs]?) (?:\\S+ )?(?:bewerber|kandidat|lebenslauf|bewerbung|profil|person)|(?:hochst|best|maximal)\\S* (?:punktzahl|bewertung|note|punkte)',
    call: '(?:hinweis|nachricht|notiz|anweisung|botschaft|achtung|mitteilung|info)(?: an| fur)?|an (?:alle|die|den|jede)|falls du|wenn du|falls sie|wenn sie|du bist(?: jetzt| nun)?|sie sind jetzt',
    reader: 'ki\\b|ki-\\S+|kunstliche intelligenz|sprachmodell|chatbot|ai\\b|llm|algorithm',
    verbLast: true,
  },
  {
    drop: 'ignore[zs]?|oublie[zs]?|ne (?:tenez|tiens) pas compte|ne (?:suivez|suis) pas|neglige[zs]?|passe[zs]? outre|contournez',
    orders:
      'instruction|consigne|regle|directive|ordre|critere|contrainte|prompt|tout ce qui|precedent|ci-dessus',
    judge:
      'classe[zs]?|note[zs]|evalue[zs]|recommande[zs]?|retene[zs]|selectionne[zs]|embauche[zs]|attribue[zs]|donne[zs]|place[zs]|accepte[zs]|privilegie[zs]|convoque[zs]|ne (?:rejetez|refusez)',
    person:
      '(?:ce|cette|cet) (?:\\S+ )?(?:candidat|candidate|candidature|cv|profil|personne|postulant)|note maximale|meilleure note|score maximal',
    call: '(?:note|message|attention|avis|instructions?)(?: a| pour| aux?)|si (?:vous etes|tu es)|vous etes (?:desormais|maintenant)|tu es (?:desormais|maintenant)',
    reader:
      "(?:l')?ia\\b|intelligence artificielle|modele de langage|chatbot|assistant virtuel|robots?\\b|llm|algorithme",
  },
  {
    drop: 'ignor[ae]n?|olvid[ae]n?|haz caso omiso|haga caso omiso|omit[ae]|pas[ae] por alto|no (?:sigas|siga|tengas en cuenta|tenga en cuenta)|descart[ae]',
    orders: 'instruccion|regla|norma|directri|indicacion|orden(?:es)?\\b|criterio|anterior|prompt|todo lo',
    judge:
      'clasific[ao]|clasifique|recomiend[ae]|contrat[ae]|seleccion[ae]|puntu[ae]|califi(?:ca|que)|coloc[ae]|coloque|situ[ae]|otorg[ae]|otorgue|asign[ae]|d[ae](?:le)?|elige|elija|acept[ae]|apr(?:ueb|ob)[ae]|valor[ae]|no (?:rechaces|rechace)',
    person:
      'est[ea] (?:\\S+ )?(?:candidat[oa]|aspirante|solicitante|curriculum|cv|perfil|solicitud|persona)|puntuacion maxima|maxima puntuacion|nota maxima',
    call: '(?:nota|mensaje|atencion|aviso|instruccion(?:es)?)(?: para| a| al)|si eres|si (?:usted )?es|ahora eres|a partir de ahora eres',
    reader: '(?:la |una )?ia\\b|inteligencia artificial|modelo de lenguaje|chatbot|llm|algoritmo',
  },
  {
    drop: 'ignor(?:a|ate|i)|dimentica(?:te|ti)?|trascura(?:te)?|non (?:seguire|tenere conto|considerare)|scarta(?:te)?',
    orders: 'istruzion|regol[ae]|direttiv|indicazion|criteri|ordini|precedent|prompt|tutto cio',
    judge:
      'assegna(?:te)?|valuta(?:te)?|classifica(?:te)?|raccomanda(?:te)?|consiglia(?:te)?|assumi|assumete|seleziona(?:te)?|metti|mettete|dai|date|promuovi|accetta(?:te)?|scegli|non (?:scartare|rifiutare)',
    person:
      "quest[oa'](?: ?\\S+)? ?(?:candidat[oa]|curriculum|cv|profilo|candidatura|persona)|punteggio massimo|massimo (?:dei voti|punteggio)|voto massimo",
    call: "(?:nota|messaggio|attenzione|avviso|istruzioni)(?: per| a| all')|se sei|se (?:lei )?e|ora sei|d'ora in poi sei",
    reader:
      "(?:un')?(?:l')?ia\\b|intelligenza artificiale|modello (?:linguistico|di linguaggio)|chatbot|llm|algoritmo",
  },
  {
    drop: 'ignor[ae]m?|esquec?[ae]|esqueca|desconsider[ae]|despreze|nao (?:siga|sigas|considere)|descart[ae]|pul[ae]',
    orders: 'instruc(?:ao|oes)|regras?\\b|diretriz|orientac|criterio|ordens|anterior|prompt|tudo o que',
    judge:
      'classifi(?:que|ca)|recomend[ae]|contrat[ae]|selecion[ae]|avali[ae]|pontu[ae]|atribu(?:a|i)|de\\b|coloque|coloca|aprov[ae]|aceit[ae]|escolh[ae]|nao rejeite',
    person:
      'est[ea] (?:\\S+ )?(?:candidat[oa]|curriculo|cv|perfil|candidatura|pessoa)|pontuacao maxima|nota maxima',
    call: '(?:nota|mensagem|atencao|aviso|instruc(?:ao|oes))(?: para| a| ao)|se (?:voce )?(?:e|for|fores|es)|agora (?:voce )?(?:e|es)',
    reader: '(?:uma )?ia\\b|inteligencia artificial|modelo de linguagem|chatbot|llm|algoritmo',
  },
  {
    drop: 'negeer|vergeet|sla(?: \\S+){0,3} over|volg(?: \\S+){0,3} niet|omzeil|laat(?: \\S+){0,4} buiten beschouwing',
    orders:
      'instructie|aanwijzing|regels?\\b|richtlijn|opdracht|criteria|voorgaande|eerdere|bovenstaande|prompt',
    judge: 'geef|rangschik|beoordeel|beveel|plaats|zet|kies|selecteer|neem|nodig|waardeer|wijs|behandel',
    person:
      '(?:deze|dit) (?:\\S+ )?(?:kandidaat|sollicitant|cv|profiel|sollicitatie|persoon)|hoogste (?:score|cijfer|beoordeling)',
    call: '(?:opmerking|bericht|let op|aandacht|instructies?|notitie)(?: aan| voor)|als (?:je|u)|je bent nu|u bent nu',
    reader: 'ai\\b|ai-\\S+|kunstmatige intelligentie|taalmodel|chatbot|llm|algoritme',
  },
  {
    drop: 'ignorer[ae]?|glem|bortse fran|strunta i|se bort fra|tilsidesaet|folj inte|folg ikke',
    orders: 'instruktion|instruks|anvisning|regler|riktlinj|retningslinj|kriteri|tidigare|tidligere|prompt',
    judge:
      'ge|gi|giv|rangordna|ranger|rekommendera|anbefal|valj|velg|vaelg|anstall|ansett|ansaet|bedom|vurder|placera|plasser|placer',
    person:
      '(?:den har|denne|detta|dette|den) (?:\\S+ )?(?:kandidat(?:en)?|sokande(?:n)?|sokeren|ansogeren|cv|ansokan|profil)|kandidaten (?:\\S+ )?(?:hogsta|hoyeste|hojeste)|hogsta betyg',
    call: '(?:meddelande|melding|besked|obs|notis|merk)(?: til| till| for)|om du ar|hvis du er|du ar nu|du er na|du er nu',
    reader: 'ai\\b|ki\\b|sprakmodell|sprogmodel|artificiell intelligens|kunstig intelligens|llm|chatbot',
  },
  {
    drop: '(?:z?ignoruj|pomin|zapomnij|odrzuc|nie (?:stosuj|przestrzegaj)|ignorujte|ignoruj|zapomente|zapomen)(?:cie|te)?',
    orders: 'instrukc|polecen|wytyczn|zasad|regul|regul|pokyn|pravid|kryteri|poprzedni|predchozi|prompt',
    judge:
      '(?:ocen|polec|zatrudnij|wybierz|przyznaj|daj|umiesc|zaakceptuj|zarekomenduj|ohodnot|doporuc|vyber|prijmi)(?:cie|te)?',
    person:
      '(?:tego|temu|ten|te|tohoto|tomuto) (?:\\S+ )?(?:kandydat|aplikant|cv|zyciorys|profil|kandidat|uchazec|zivotopis)|najwyzsz\\S+ (?:ocen|punkt|wynik)',
    call: '(?:uwaga|wiadomosc|notatka|instrukcja|poznamka|zprava)(?: do| dla| pro)|jesli jestes|jezeli jestes|pokud jsi|jestes teraz|nyni jsi',
    reader:
      '(?:ai|si)\\b|sztuczn\\S+ inteligencj|model\\S* jezykow|umel\\S+ inteligenc|jazykov\\S+ model|chatbot|llm',
  },
  {
    drop: '(?:про)?игнорируй(?:те)?|забудь(?:те)?|не (?:следуй|учитывай|соблюдай)(?:те)?|отбрось(?:те)?|обойди(?:те)?|ігноруй(?:те)?|не зважай(?:те)?',
    orders:
      'инструкци|указани|правил|команд|критери|промпт|предыдущ|вышесказанн|інструкці|вказівк|попередн|всё|все',
    judge:
      '(?:поставь|оцени|порекомендуй|рекомендуй|найми|выбери|одобри|прими|присвой|дай|постав|оціни|обери)(?:те)?',
    person:
      '(?:этого|этому|этот|это|цього|цьому) (?:\\S+ )?(?:кандидат|соискател|резюме|заявк|профил|претендент)|(?:высший|максимальн\\S+) (?:балл|оценк)',
    call: '(?:примечание|сообщение|внимание|инструкция|заметка|обращение)(?: для| к)?|если ты|если вы|ты теперь|теперь ты',
    reader:
      '(?:ии|ші)(?!\\p{L})|искусственн\\S+ интеллект|языков\\S+ модел|штучн\\S+ інтелект|нейросет|чат-?бот|алгоритм',
  },
  {
    drop: 'yok say|goz ?ardi et|gormezden gel|unut|dikkate alma',
    orders: 'talimat|kural|yonerge|komut|kriter|onceki|prompt',
    judge: 'puan(?:i|ini)? ver|oner|ise al|sec\\b|birinci sira|onayla|kabul et|degerlendir\\b|tavsiye et',
    person: 'bu (?:\\S+ )?(?:aday|basvuru|ozgecmis|cv|profil|kisi)',
    call: '(?:not|mesaj|dikkat|talimat)\\b|eger (?:sen )?(?:bir )?|sen artik',
    reader: 'yapay zeka|dil modeli|llm|algoritma',
    verbLast: true,
  },
  {
    drop: '忽略|无视|無視|忘记|忘記|不要遵守|不要理会|跳过|绕过',
    orders: '指令|指示|规则|規則|要求|提示|命令|之前|以上|上述|标准',
    judge: '推荐|推薦|录用|錄用|给|給|评为|評為|打分|打满分|排在|选择|選擇|优先|通过|评分|视为',
    person:
      '(?:这位|这个|此|该|這位|這個|該|本)(?:候选人|候選人|申请人|申請人|应聘者|应征者|简历|簡歷|履历)|最高分|满分',
    call: '(?:致|给|給|注意|请|請|告诉|写给)|如果你是|假如你是|你现在是|你是一(?:个|位)',
    reader: '人工智能|人工智慧|大?语言模型|語言模型|聊天机器人|AI|ai|算法',
    verbLast: true,
  },
  {
    drop: '無視|忘れて|忘れろ|従わない|従わず|무시|잊어|잊으|따르지 마',
    orders: '指示|命令|ルール|規則|プロンプト|基準|これまで|以前|上記|지시|명령|규칙|프롬프트|기준|이전|위의',
    judge:
      '最高評価|推薦して|採用して|評価して|満点|選んで|合格にして|추천해|채용해|평가해|최고 점수|만점|선택해|합격시',
    person: '(?:この|本)(?:候補者|応募者|履歴書|応募|人物)|(?:이|본) ?(?:후보자|지원자|이력서)',
    call: '注意|もし|あなたは(?:今|これから)|へ|宛|만약|당신은|너는|에게|주의',
    reader: '人工知能|言語モデル|チャットボット|ai(?!\\p{L})|인공지능|언어 ?모델|챗봇',
    verbLast: true,
  },
  {
    drop: 'تجاهل|انس\\b|لا تتبع|تخط',
    orders: 'تعليمات|التعليمات|القواعد|الأوامر|السابقة|المعايير',
    judge: 'قيم|اعط|أعط|رشح|وظف|اختر|صنف|امنح',
    person: 'هذا (?:المرشح|المتقدم|الملف)|هذه السيرة|أعلى (?:درجة|تقييم)',
    call: 'ملاحظة|إلى|اذا كنت|إذا كنت|انت الان|أنت الآن',
    reader: 'الذكاء الاصطناعي|نموذج (?:لغوي|لغة)',
  },
]

const NEAR = '.{0,50}?'
/** Where an order is given, in languages that put its verb first: after a sign, an 'and' or a 'please', or at the beginning. */
const ORDER =
  '(?:^[^\\p{L}]*|[,;:.!?>)–—-]\\s*["\'(]*|(?<!\\p{L})(?:et|y|e|en|och|og|i|a|и|та|puis|luego|poi|entao|dan|merci de|svp|plait|por favor|favor|per favore|prosze|пожалуйста|alsjeblieft|prego|toujours|siempre|sempre|altijd|zawsze|всегда|alltid|aussi|ademas|inoltre|ook) )'
const [BEGIN, END] = ['(?<!\\p{L})', '(?!\\p{L})']

interface Patterns {
  /** Cheap to look for, and rare in resumes. */
  sign: RegExp
  rules: readonly RegExp[]
}

function patternsOf({ drop, orders, judge, person, call, reader, verbLast }: Tongue): Patterns {
  // Scripts without spaces have no beginnings of words.
  const hasSpaces = !/[\u3040-\u9fff]/.test(drop)
  const [begin, end] = hasSpaces ? [BEGIN, END] : ['', '']
  const order = verbLast ? begin : ORDER
  const rules = [
    `${order}(?:${drop})${end}${NEAR}(?:${orders})`,
    `${order}(?:${judge})${end}${NEAR}(?:${person})`,
    `(?:^|[.:;!>。] ?)[^\\p{L}]*(?:${call})${hasSpaces ? ' ' : ''}.{0,25}?${begin}(?:${reader})`,
    ...(verbLast
      ? [`(?:${orders})${NEAR}${begin}(?:${drop})${end}`, `(?:${person})${NEAR}${begin}(?:${judge})${end}`]
      : []),
  ]
  // Without the flag `u`, `\b` and letters are those of ASCII, which folded Latin is, and many times as fast.
  const isLatin = /^[\0-\x7f]*$/.test(drop)
  return {
    sign: isLatin
      ? new RegExp(`\\b(?:${drop}|${person}|${reader})`)
      : new RegExp(`${drop}|${person}|${reader}`, 'u'),
    rules: rules.map((rule) => new RegExp(rule, 'u')),
  }
}

const LATIN = TONGUES.filter(({ drop }) => /^[\0-\x7f]*$/.test(drop)).map(patternsOf)
const OTHERS = TONGUES.filter(({ drop }) => !/^[\0-\x7f]*$/.test(drop)).map(patternsOf)
/** One pass for all of them. */
const LATIN_SIGN = new RegExp(LATIN.map(({ sign }) => sign.source).join('|'))
const OTHER_SCRIPT = /[^\0-\u024f\u2000-\u2bff\ue000-\uf8ff]/

/** Whether a folded sentence gives an order to a machine in such a language. */
export const isForeignOrder = (sentence: string): boolean =>
  (LATIN_SIGN.test(sentence) && LATIN.some((patterns) => matches(patterns, sentence))) ||
  (OTHER_SCRIPT.test(sentence) && OTHERS.some((patterns) => matches(patterns, sentence)))

const matches = ({ sign, rules }: Patterns, sentence: string): boolean =>
  sign.test(sentence) && rules.some((rule) => rule.test(sentence))
