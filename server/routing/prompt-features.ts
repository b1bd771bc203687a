import {
  ACCURACY,
  COMPARES,
  FAULTS,
  LOOKS,
  LOOKS_ELSEWHERE,
  NOT_LOOKS,
  READS,
  REASONING,
} from './vocabulary.ts';

/** What a question's words tell of what it takes to answer it. */
export interface PromptFeatures {
  /** How often it speaks of what can only be seen. */
  looks: number;
  /** How often it speaks of what can be read. */
  reads: number;
  /** How often it says that something is wrong, without saying what. */
  faults: number;
  /** How often it speaks of what is different, or the same: with several pictures, one has to see them. */
  compares: number;
  asksForAccuracy: boolean;
  /** How hard it is, roughly: 0 is easy, 3 and more is hard. */
  difficulty: number;
}

/** Of a longer question only its beginning and its end are looked at: between them is what was pasted. */
const BEGINNING = 3_000;
const END = 1_000;

const LONG = 1_500;
const VERY_LONG = 6_000;
const SEVERAL = 2;

const FENCED = /```[\s\S]*?(?:```|$)/g;
const CODE = /```|[;{}]\s*$|=>|\bfunction\b|\bdef \w+\(|\bclass \w+|^\s*(?:import|from|#include|SELECT)\b/m;

/** Reads a question, in about a tenth of a millisecond. What is fenced as code does not count as the user's words. */
export function readPrompt(prompt: string): PromptFeatures {
  const ends =
    prompt.length > BEGINNING + END ? `${prompt.slice(0, BEGINNING)}\n${prompt.slice(-END)}` : prompt;
  const said = ends.replace(FENCED, ' ').replace(NOT_LOOKS, ' ');
  const reasoning = count(said, REASONING);
  return {
    looks: count(said, LOOKS) + (LOOKS_ELSEWHERE.test(said) ? 1 : 0),
    reads: count(said, READS),
    faults: count(said, FAULTS),
    compares: count(said, COMPARES),
    asksForAccuracy: count(said, ACCURACY) > 0,
    difficulty:
      (reasoning >= SEVERAL ? 2 : reasoning) +
      (prompt.length > VERY_LONG ? 2 : prompt.length > LONG ? 1 : 0) +
      (CODE.test(ends) ? 1 : 0),
  };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
