import { reliabilityDefinitions, reliabilityGrades } from "@/lib/vocabulary";

/** The grades as choices, each with its definition. */
export function gradeOptions() {
  return reliabilityGrades.map((grade) => ({
    value: grade,
    label: `${grade} · ${reliabilityDefinitions[grade].name}`,
    help: reliabilityDefinitions[grade].text,
  }));
}
