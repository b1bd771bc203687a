// Words by which a question tells what it is about. English and German, and the commonest of other
// languages that developers write. When in doubt a question is about looks: looking at a picture that could
// have been read costs a little more, reading one that should have been looked at costs the answer.

/** Whole words in any of these forms; each entry is a part of a regular expression. */
function words(...parts: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${parts.join('|')})(?![\\p{L}\\p{N}_])`, 'giu');
}

/** Said of looks elsewhere, and of something else here. */
export const NOT_LOOKS = words(
  '(?:design|colou?r|layout) (?:pattern|doc|document|decision|system token)s?',
  'by design',
  '(?:data(?:base)?|schema|api|system|memory|keyboard|table|project|folder|file) (?:design|layout)',
  'looks? (?:at|into|for|up)',
  'looking (?:at|into|for|up)',
  '(?:\\w+days?|today|tomorrow|weeks?|months?|years?|schedules?|agenda|calendar|plans?) looks? like',
  'looks? (?:good|fine|right|safe|correct) to (?:me|you)',
  '(?:call|dependency|commit|knowledge|object|task|import) graph',
  'graph ?ql',
  'figure (?:it )?out',
  'line \\d+',
  'font[- ]?face rule',
  'in the background',
  '(?:corner|edge) cases?',
  'circular',
  'entwurfsmuster',
);

/** What can only be seen. */
export const LOOKS = words(
  // What something looks like
  'look(?:s|ed|ing)?',
  'appearance',
  '(?:is|are|seems?|feels?|something|bit|slightly) off(?! by)|(?:this|it|page|form) (?:came|comes?) out (?:wrong|odd|weird)|too (?:close|far apart|narrow|wide|dark|bright|pale|thin|crowded)',
  'visual(?:s|ly)?',
  'aesthetic(?:s|ally)?',
  'stands? out|prominent\\w*|eye-?catching|noticeable|cluttered|messy|cramped|go(?:es)? (?:well )?together|too (?:tight|busy|loud)',
  'ugly|beautiful',
  'designs?|designed|redesign',
  'layouts?',
  'ui|ux|gui',
  'styl(?:e|es|ing|ed)',
  'theme[sd]?',
  'dark mode|light mode',
  'responsive',
  'accessib(?:le|ility)|a11y|wcag',
  'readab(?:le|ility)|legib(?:le|ility)',
  'blurr?(?:y|ed)|pixelated',
  // Colours and type
  'colou?r(?:s|ed|ful|ing|-?blind)?',
  'palettes?|hues?|shades?|tints?|saturat\\w+|opacity|transparent',
  'contrast|brightness|lighter|darker|brighter',
  '(?:in|the|marked|highlighted|shown|drawn|painted) (?:red|green|blue|yellow|orange|purple|pink|grey|gray|black|white|brown|cyan|magenta)',
  '(?:red|green|blue|yellow|orange|purple|pink|grey|gray|brown|cyan|magenta) (?:lines?|dots?|bars?|box(?:es)?|areas?|arrows?|buttons?|parts?|circles?|squares?|pins?|curves?|text|ones?|underlines?|squiggl\\w+)',
  'fonts?|typefaces?|typograph\\w*|kerning|serif|bold|italics?|font[- ]size',
  // Places and sizes
  'align(?:s|ed|ing|ment)?|misalign(?:ed|ment)?|cent(?:er|re)(?:ed|ing)?|crooked|skewed|tilted',
  'spacing|margins?|paddings?|gaps?|whitespace|gutters?',
  'overlap(?:s|ped|ping)?|overflow(?:s|ing|ed)? (?:its|the|out)|cut ?off|clipped|cropped|squashed|stretched|squeezed|hidden behind',
  'wider|narrower|taller|thicker|thinner|roundness|rounded|corners?|borders?|drop shadows?',
  'positioned|nearest|closest|farthest|furthest|next to|on top of',
  // Drawings and pictures
  'charts?|graphs?|plots?|plotted|diagrams?|figures?|fig\\.|histograms?|heat ?maps?|sparklines?|gauges?|dials?|scatter|pie|donut|flow ?charts?|waterfalls?',
  'axis|axes|curves?|slopes?|trends?|trending|outliers?|peaks?|spikes?|dips?|bars?|legend|tick marks?|candles?',
  'icons?|logos?|emojis?|symbols? (?:mean|stand|in the)|arrows?|badges?|avatars?|glyphs?',
  'photos?|photographs?|drawings?|drawn|draw|sketch(?:es)?|wireframes?|mock-?ups?|whiteboards?|illustrations?|renderings?|floor plans?|(?:on|in) (?:the|this) map',
  '(?:in|on|of|about) (?:this|the|these|my) (?:picture|image|photo|drawing)s?',
  'circles?|circled|rectangles?|triangles?|polygons?',
  'highlight(?:s|ed|ing)?|underlin(?:e|ed|es)|crossed out|struck through|strikethrough|encircled|marked (?:with|by|here)',
  '(?:is|are) selected|ticked|toggled|(?:switch(?:es)?|toggles?|check ?box(?:es)?|radio buttons?|tabs?) (?:is|are)|greyed[- ]out|grayed[- ]out|pressed|focus(?:ed)? ring|cursor|mouse pointer|hover(?:ed|ing)?',
  'pixels?|aspect ratio|animations?|scroll ?bars?|side ?bars?',
  // What is marked by its ground, or joined by a line
  '(?:which|what) lines|quelles lignes|welche zeilen|qué líneas|(?:un|not |n.t )covered',
  'branch(?:es)? (?:start|begin|fork|split|come|join|end)\\w*|branch(?:es|ed)? off',
  // Sizes, what can be seen, and what lies where it should not
  'too (?:small|big)|(?:small|big|large|wide|tall) enough|(?:easy|hard|difficult) to (?:see|spot|make out)|can you spot|(?:in)?visible',
  '(?:switched|toggled|ticked) (?:on|off)|(?:which|what)(?: ones?)? (?:is|are) (?:on|off|checked|active)(?= *\\??$)',
  'dashed|dotted|striped|shaded|outlined|unchecked|expanded|collapsed|dimmed|faded|marked(?! (?:as|for))',
  'lined? up|lines up|even(?:ly)? spaced|uneven(?:ly)?|symmetr\\w+|upside down|mirrored|rotated|sideways|jagged|grainy|crisp|anti-?alias\\w*|ligatures?',
  'crowded|chaotic|untidy|old-fashioned|at (?:a|first) glance|draws? (?:the|my|your) (?:eye|attention)|first impression',
  'sticks? out|spills?|covers|covering|in the way|in front of|(?:behind|beneath|underneath) the (?:button|menu|banner|image|header|heading|footer|text|box|dialog|title|form)|(?:runs?|falls?) (?:out of|over|into) (?:its|the)',
  '(?:empty|blank|white|dead) (?:space|area|screen|page)s?|wraps|page breaks?|line[- ]height|(?:text|letter|line|button|heading) sizes?',
  '(?:on|for) (?:a |my |the )?(?:mobile|phone|tablet|small(?:er)? screen)s?',
  // What shows by its looks what it is, or is to be built anew
  '(?:which|what) (?:editor|terminal|app|application|program|ide|website|site|desktop|browser|window manager|shell|distro) (?:is|was) (?:this|that|it|used)',
  're-?create (?:this|that|the) (?:page|screen|form|component|view)|html and css|tailwind|figma',
  'rising|steep\\w*|going (?:up|down)',
  // Comparing by eye
  'before and after|side by side|how many (?:people|boxes|dots|buttons|icons|bars|lines are|arrows|circles|squares|windows|tabs|colou?rs)',
  'what do you see',
  // German
  'aussehen|aussieht|sieht|seht|siehst|optisch|optik|hübsch\\w*|hässlich\\w*|schöner',
  'gestaltung|gestaltet|oberfläche|darstellung|dargestellt|anordnung|angeordnet',
  'farb\\w*|\\w*farben?|kontrast\\w*|heller|dunkler',
  '(?:rot|grün|blau|gelb|orange|lila|grau|schwarz|weiß) (?:markiert|hervorgehoben|unterstrichen|eingekreist|umrandet)',
  '(?:rot|grün|blau|gelb|grau|orange|lila)(?:e|en|er|es|em) \\p{L}+',
  'unscharf\\w*|verschwommen\\w*|verpixelt\\w*',
  'schrift\\w*|fett(?:gedruckt)?|kursiv',
  'ausricht\\w*|ausgerichtet|bündig|zentriert|schief|verschoben|verrutscht|abst[aä]nd\\w*|ränder|rand|überlapp\\w*|überlager\\w*|verdeckt|abgeschnitten|gequetscht|breiter|schmaler',
  '\\w*diagramm\\w*|\\w*grafik\\w*|kurven?|achsen?|balken|ausreißer|verlauf|legende|abbildung\\w*|skizze\\w*|zeichnung\\w*|zeichne|pfeile?|symbole?|foto\\w*|karte|grundriss|schaubild\\w*',
  '(?:auf|in) (?:dem|diesem|den|diesen) bild(?:ern)?|im bild',
  'markiert\\w*|hervorgehoben\\w*|unterstrichen\\w*|eingekreist\\w*|angekreuzt|angehakt|ausgewählt\\w*|ausgegraut',
  'zu (?:klein|groß|eng|hell|dunkel|breit|schmal|blass|dicht|nah)|zu (?:sehen|erkennen)|erkennt man|(?:un)?sichtbar\\w*|(?:un)?übersichtlich\\w*|ins auge|wirk(?:t|en) (?:es|das|die|der|zu)|ragt|rutsch\\w*|umbr(?:uch|icht|üche)\\w*|zeilenabstand',
  'lesbar\\w*|leserlich|barrierefrei\\w*',
  // French, Spanish, Portuguese, Italian
  "flou[es]?|s’affiche\\w*|s'affiche\\w*|se ven?|borros[oa]s?|desalinead[oa]s?|sfocat[oa]|décal[ée]\\w*",
  'trop (?:petit|grand|serré|clair|sombre|proche)e?s?|(?:in)?visibles?|débord\\w*|coupée?s?|cachée?s?|centrée?s?|surlign\\w*|soulign\\w*|barrée?s?|marges?|espacements?',
  'demasiado (?:pequeñ|grande|oscur|clar|junt|cerca)\\w*|cortad[oa]s?|centrad[oa]s?|resaltad\\w*|subrayad\\w*|tachad\\w*|superpuest\\w*|márgen(?:es)?|espaciado',
  'couleurs?|mise en page|polices?|graphiques?|graphes?|diagrammes?|schémas?|flèches?|alignés?|dessins?|icônes?|courbes?|apparence|lisible|contraste',
  'color(?:es)?|colori|diseños?|gráfic[oa]s?|diagramas?|tipografías?|fuentes?|flechas?|alinead[oa]s?|dibujos?|iconos?|ícones?|curvas?|aspecto|legible|imagen',
  'cores|grafic[oi]|disegno|disposizione|allineat[oi]|leggibile',
);

/** The same in writing without spaces, and Cyrillic. */
export const LOOKS_ELSEWHERE =
  /色|レイアウト|デザイン|グラフ|図|配置|アイコン|見た目|フォント|写真|画像に|矢印|揃|颜色|顏色|布局|版面|设计|設計稿|图表|圖表|图标|对齐|對齊|字体|字體|照片|箭头|曲线|색|레이아웃|디자인|그래프|차트|아이콘|정렬|цвет|макет|дизайн|график|диаграмм|шрифт|иконк|выравнива|стрелк|выгляд/iu;

/** What can be read. */
export const READS = words(
  '(?:not|\\w+n.t) let me|want from me|(?:it|this|that) wants?|do(?:es)? (?:it|this|that) want',
  'errors?|exceptions?|stack ?traces?|tracebacks?|warnings?|logs?|messages?|crash(?:es|ed|ing)?|fail(?:s|ed|ing|ure|ures)?|broke|panics?|segfaults?|timeouts?|exit code|status code',
  'compil(?:e|es|ed|er|ing)|build|lint|type ?check|tests?|ci|pipeline|deploy\\w*|commit|branch|merge|push|pull',
  'fix|bug|debug|cause[ds]?|reason|why',
  'review(?:er|ers|s)?|comments|commented|diff|patch|p\\d\\d',
  'says?|said|read|text|words?|translat(?:e|ion)|extract|copy|transcribe|summar\\w+|quote|write|list|rewrite|refactor|convert',
  '(?:have|need|ought) to (?:send|set|use|call|pass|enter|type|run)|should I (?:send|set|use|call|pass|enter|type|run)',
  'which (?:systems?|platforms?|browsers?|tickets?|jobs?|packages?|settings?|releases?)',
  'which (?:port|version|value|number|name|line|file|function|command|option|flag|key|field|column|row|table|user|date|endpoint|item|items|test|host|url)',
  'how (?:many|much|long|often)|what range|when|who|how do i (?:fix|get rid|solve|upgrade)',
  'install\\w*|upgrad\\w+|deprecat\\w+|vulnerab\\w+|permissions?|denied|reject(?:s|ed)?|conflicts?|work-?arounds?|(?:not|\\w+n.t) work(?:ing)?',
  'mails?|letter|article|paragraph|sentences?|instructions?|requirements?|documentation|docs|licen[cs]e|short version|tl;?dr',
  'command|output|config\\w*|settings?|quer(?:y|ies)|sql|json|yaml|regex|code|function|method|variable|class|import|package|dependenc\\w+|module|types?|null|undefined|port|rate|limit|value|version|line \\d+',
  'fehler\\w*|meldung\\w*|warnung\\w*|absturz|stürzt|schlägt|protokoll\\w*|steht|lies|lesen|übersetz\\w*|text|fasse|zusammenfass\\w*|welche[rsnm]? (?:port|version|wert|zeile|datei)|warum|wieso|weshalb|funktion|befehl|behebe\\w*|beheben',
  'erreurs?|pourquoi|traduire|résume\\w*|texte|errores|porqué|por qué|traduc\\w*|texto|cambiar',
);

/** Says that something is wrong, and not what. */
export const FAULTS = words(
  'wrong|weird|strange|odd|broken|what happened|(?:not|n.t) (?:right|fit)',
  'stimmt (?:hier |da |was |etwas )*nicht|falsch|kaputt|komisch|seltsam|merkwürdig',
  'bizarre|cloche|raro',
);

/** Asks for an answer that has to be right. */
export const ACCURACY = words(
  'accura(?:te|tely|cy)|exact(?:ly)?|precise(?:ly)?|correct(?:ness)?|rigorous(?:ly)?|thorough(?:ly)?|careful(?:ly)?|double[- ]check|make sure|be sure|must be right|critical|production|security|vulnerab\\w+|proof|prove',
  'genau\\w*|exakt\\w*|präzise|korrekt\\w*|sorgfältig|gründlich|unbedingt|sicherheits\\w*|sicherheitslücke\\w*|beweis\\w*',
);

/** Takes thought rather than knowledge. */
export const REASONING = words(
  'why|reason|prove|derive|trade-?offs?|compare|architect\\w*|design|optimi[sz]e\\w*|refactor\\w*|algorithm\\w*|complexity|concurren\\w+|race conditions?|deadlocks?|memory leaks?|step by step|plan|strategy|root cause|implications?|edge cases?|invariants?|prove|review',
  'warum|wieso|begründe\\w*|abwäg\\w*|vergleich\\w*|architektur|entwurf|optimier\\w*|algorithm\\w*|komplexität|nebenläufig\\w*|schritt für schritt|ursache|randfälle|überprüf\\w*',
);

/** With more than one picture: asks to look from one to the other. */
export const COMPARES = words(
  'compar(?:e|ed|ing|ison)|differen(?:t|ces?)|differ|changed?|same|before|after|both|between',
  'vergleich\\w*|unterschied\\w*|verschieden\\w*|anders|geändert|gleich|vorher|nachher|beide\\w*',
  'différen\\w+|compare\\w*|diferen\\w+|compara\\w*',
);
