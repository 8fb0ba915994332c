/** Who acts: a signed-in user of this installation. */
export type Actor = { userId: string; name: string; isAdmin: boolean; sessionId: string | null };

export const projectRoles = ["manager", "reviewer", "annotator", "viewer"] as const;
export type ProjectRoleName = (typeof projectRoles)[number];

/** What each action needs; the one table that the server asks and the screens are told the answers of. */
const actions = {
  "project.view": ["manager", "reviewer", "annotator", "viewer"],
  "project.settings": ["manager"],
  "project.members": ["manager"],
  "guideline.edit": ["manager"],
  "article.import": ["manager"],
  "article.prepare": ["manager", "reviewer"],
  "article.assign": ["manager"],
  "layer.annotate": ["manager", "reviewer", "annotator"],
  "review.decide": ["manager", "reviewer"],
  "comment.write": ["manager", "reviewer", "annotator"],
  // What everybody reads, also whoever still annotates on their own: so it must tell nothing of others' marks.
  "comment.instruct": ["manager"],
  "card.edit": ["manager", "reviewer"],
  "card.rate": ["manager", "reviewer", "annotator"],
  "agreement.view": ["manager", "reviewer"],
  // Annotators see the pairs they belong to, and only where the project shows them.
  "agreement.own": ["manager", "reviewer", "annotator"],
  "dataset.export": ["manager"],
  "history.view": ["manager"],
  "suggestion.push": ["manager", "reviewer"],
  "suggestion.manage": ["manager"],
} as const satisfies Record<string, readonly ProjectRoleName[]>;

export type ProjectAction = keyof typeof actions;

/** Actions on the installation's register of sources, by a person's highest role in any project. */
const registerActions = {
  "source.view": ["manager", "reviewer", "annotator", "viewer"],
  "source.propose": ["manager", "reviewer", "annotator"],
  "source.edit": ["manager", "reviewer"],
  "source.comment": ["manager", "reviewer", "annotator"],
  "source.rate": ["manager", "reviewer", "annotator"],
  "source.houseGrade": ["manager"],
  "round.manage": ["manager"],
  // Starting a project makes one its manager, so it is for administrators and those trusted with a project already.
  "project.create": ["manager"],
} as const satisfies Record<string, readonly ProjectRoleName[]>;

export type RegisterAction = keyof typeof registerActions;

/** Whether an action is one on the register of sources, not one in a project. */
export function isRegisterAction(action: ProjectAction | RegisterAction): action is RegisterAction {
  return Object.hasOwn(registerActions, action);
}

/** Whether a role may do an action in its project; an unknown role or none may nothing. */
export function can(role: string | null | undefined, action: ProjectAction): boolean {
  const allowed: readonly string[] = actions[action];
  return typeof role === "string" && allowed.includes(role);
}

/** Whether somebody whose highest role is `role` may do an action on the register of sources. */
export function canOnRegister(role: string | null | undefined, action: RegisterAction): boolean {
  const allowed: readonly string[] = registerActions[action];
  return typeof role === "string" && allowed.includes(role);
}

/** Every action with its answer for a role, for screens to decide what to draw. */
export function permissionsOf(role: string | null): Record<ProjectAction, boolean> {
  const answer = (action: ProjectAction) => can(role, action);
  return {
    "project.view": answer("project.view"),
    "project.settings": answer("project.settings"),
    "project.members": answer("project.members"),
    "guideline.edit": answer("guideline.edit"),
    "article.import": answer("article.import"),
    "article.prepare": answer("article.prepare"),
    "article.assign": answer("article.assign"),
    "layer.annotate": answer("layer.annotate"),
    "review.decide": answer("review.decide"),
    "comment.write": answer("comment.write"),
    "comment.instruct": answer("comment.instruct"),
    "card.edit": answer("card.edit"),
    "card.rate": answer("card.rate"),
    "agreement.view": answer("agreement.view"),
    "agreement.own": answer("agreement.own"),
    "dataset.export": answer("dataset.export"),
    "history.view": answer("history.view"),
    "suggestion.push": answer("suggestion.push"),
    "suggestion.manage": answer("suggestion.manage"),
  };
}
