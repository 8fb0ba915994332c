"use client";

import { type Editor, EditorContent, useEditor, useEditorState } from "@tiptap/react";
import {
  Bold,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Italic,
  List,
  ListOrdered,
  Pilcrow,
  Quote,
  Redo2,
  Undo2,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { guidelineExtensions } from "@/components/editor/guideline-extensions";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { anchorsFor, anchorWords, readAnchor } from "@/lib/guidelines/anchors";
import { type GuidelineAnchor, type GuidelineDocument, guidelineAnchors } from "@/lib/guidelines/schema";

/** Writes a guideline: headings with what they are the rule for, lists, examples, and no more. */
export function GuidelineEditor({
  content,
  attributes,
  onChange,
}: {
  content: GuidelineDocument;
  /** The project's own attributes, each of which can have a rule. */
  attributes: readonly AttributeDefinition[];
  onChange: (content: unknown) => void;
}) {
  const [extensions] = useState(() => guidelineExtensions(attributes));
  const editor = useEditor({
    extensions,
    content,
    immediatelyRender: false,
    shouldRerenderOnTransaction: false,
    injectCSS: false,
    editorProps: {
      attributes: {
        class: "guideline",
        "aria-label": "Guideline",
        role: "textbox",
        "aria-multiline": "true",
      },
    },
    onUpdate: ({ editor }) => onChange(editor.getJSON()),
  });
  return (
    <div className="guideline-sheet rounded-lg border border-border-control bg-surface shadow-sm focus-within:border-focus">
      {editor && <Toolbar editor={editor} attributes={attributes} />}
      <EditorContent editor={editor} />
    </div>
  );
}

function Toolbar({ editor, attributes }: { editor: Editor; attributes: readonly AttributeDefinition[] }) {
  const state = useEditorState({
    editor,
    selector: ({ editor }) => ({
      level: [1, 2, 3].find((level) => editor.isActive("heading", { level })) ?? 0,
      anchor: String(editor.getAttributes("heading").anchor ?? ""),
      isBold: editor.isActive("bold"),
      isItalic: editor.isActive("italic"),
      isCode: editor.isActive("code"),
      isList: editor.isActive("bulletList"),
      isNumbered: editor.isActive("orderedList"),
      isQuote: editor.isActive("blockquote"),
      canUndo: editor.can().undo(),
      canRedo: editor.can().redo(),
    }),
  });
  const run = () => editor.chain().focus();
  return (
    <div
      role="toolbar"
      aria-label="Formatting"
      className="sticky top-(--bar-height) z-10 flex flex-wrap items-center gap-0.5 rounded-t-lg border-b border-border bg-surface px-2 py-1.5"
    >
      <Tool
        label="Paragraph"
        icon={<Pilcrow />}
        isOn={state.level === 0 && !state.isList && !state.isNumbered}
        onPress={() => run().setParagraph().run()}
      />
      <Tool
        label="Title"
        icon={<Heading1 />}
        isOn={state.level === 1}
        onPress={() => run().toggleHeading({ level: 1 }).run()}
      />
      <Tool
        label="Heading"
        icon={<Heading2 />}
        isOn={state.level === 2}
        onPress={() => run().toggleHeading({ level: 2 }).run()}
      />
      <Tool
        label="Subheading"
        icon={<Heading3 />}
        isOn={state.level === 3}
        onPress={() => run().toggleHeading({ level: 3 }).run()}
      />
      <Select
        aria-label="What this heading is the rule for"
        title="What this heading is the rule for; the annotating screen opens the guideline there"
        value={state.anchor}
        disabled={state.level === 0}
        onChange={(event) =>
          run()
            .updateAttributes("heading", { anchor: event.currentTarget.value || null })
            .run()
        }
        className="mx-1 w-44"
      >
        <option value="">{state.level === 0 ? "Rule for …" : "Rule for nothing"}</option>
        <AnchorOptions chosen={readAnchor(state.anchor)} attributes={attributes} />
      </Select>
      <Tool label="Bold" icon={<Bold />} isOn={state.isBold} onPress={() => run().toggleBold().run()} />
      <Tool
        label="Italic"
        icon={<Italic />}
        isOn={state.isItalic}
        onPress={() => run().toggleItalic().run()}
      />
      <Tool label="Code" icon={<Code />} isOn={state.isCode} onPress={() => run().toggleCode().run()} />
      <Tool label="List" icon={<List />} isOn={state.isList} onPress={() => run().toggleBulletList().run()} />
      <Tool
        label="Numbered list"
        icon={<ListOrdered />}
        isOn={state.isNumbered}
        onPress={() => run().toggleOrderedList().run()}
      />
      <Tool
        label="Example"
        icon={<Quote />}
        isOn={state.isQuote}
        onPress={() => run().toggleBlockquote().run()}
      />
      <span className="ml-auto flex">
        <Tool label="Undo" icon={<Undo2 />} isDisabled={!state.canUndo} onPress={() => run().undo().run()} />
        <Tool label="Redo" icon={<Redo2 />} isDisabled={!state.canRedo} onPress={() => run().redo().run()} />
      </span>
    </div>
  );
}

/** What a heading can be the rule for; one that is not asked any more stays to be chosen where it is. */
function AnchorOptions({
  chosen,
  attributes,
}: {
  chosen: GuidelineAnchor | null;
  attributes: readonly AttributeDefinition[];
}) {
  const offered = anchorsFor(attributes);
  const own = offered.slice(guidelineAnchors.length);
  const left = chosen && !offered.includes(chosen) ? [chosen] : [];
  const option = (anchor: GuidelineAnchor) => (
    <option key={anchor} value={anchor}>
      {anchorWords(anchor, attributes)}
    </option>
  );
  return (
    <>
      {guidelineAnchors.map(option)}
      {own.length > 0 && <optgroup label="The project's own attributes">{own.map(option)}</optgroup>}
      {left.length > 0 && <optgroup label="No longer asked">{left.map(option)}</optgroup>}
    </>
  );
}

function Tool({
  label,
  icon,
  isOn,
  isDisabled,
  onPress,
}: {
  label: string;
  icon: ReactNode;
  isOn?: boolean;
  isDisabled?: boolean;
  onPress: () => void;
}) {
  return (
    <IconButton
      label={label}
      icon={icon}
      size="sm"
      aria-pressed={isOn}
      disabled={isDisabled}
      onClick={onPress}
      className="aria-pressed:bg-surface-active aria-pressed:text-ink"
    />
  );
}
