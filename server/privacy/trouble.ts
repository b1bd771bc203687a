/** How programs say that something went wrong, in English, German and French. */
const TROUBLE =
  /(?<![\p{L}\p{N}_])(?:\w+(?:error|exception)|errors?|errno|err|fail(?:ed|s|ures?|ing)?|exceptions?|traceback|warn(?:ings?)?|fatal|denied|refused|cannot|can.t|could(?: not|n.t)|does(?: not|n.t)|invalid|unexpected|missing|not found|undefined|null|time(?:out|d out)|panic\w*|abort\w*|conflicts?|unable|reject\w*|expired?|crash\w*|killed|forbidden|unauthorized|unavailable|problems?|sorry|deprecated|blocked|overdue|fehler\w*|ungültig\w*|fehlgeschlagen|k(?:ann|onnte) nicht|erreurs?|échoué\w*|impossible)(?![\p{L}\p{N}_])/iu;

/** Whether a text speaks of trouble. Where none does, what is wrong with a picture is how it looks. */
export function speaksOfTrouble(text: string): boolean {
  return TROUBLE.test(text);
}
