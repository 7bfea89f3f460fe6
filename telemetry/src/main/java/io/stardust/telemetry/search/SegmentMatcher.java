package io.stardust.telemetry.search;

import io.stardust.telemetry.block.Block;
import io.stardust.telemetry.block.BlockEntry;
import io.stardust.telemetry.block.Fields;
import io.stardust.telemetry.block.Template;
import io.stardust.telemetry.bytes.ByteSink;
import io.stardust.telemetry.log.Field;
import io.stardust.telemetry.query.FieldTest;
import io.stardust.telemetry.segment.SegmentView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers a query for the blocks of one segment, and remembers what it found out of its templates. For one thread. */
final class SegmentMatcher {
    private final QueryMatcher query;
    private final SegmentView segment;
    private final List<TextCondition> texts;
    private final @Nullable Verdict[][] verdicts; // by text and template, as far as they were asked for
    private final ByteSink message = new ByteSink(4096);

    SegmentMatcher(QueryMatcher query, SegmentView segment) {
        this.query = query;
        this.segment = segment;
        this.texts = query.texts();
        this.verdicts = new Verdict[texts.size()][];
        for (int i = 0; i < verdicts.length; i++) verdicts[i] = new Verdict[segment.templates() + 1];
    }

    private Verdict verdict(int text, int template) throws IOException {
        if (template == Template.WHOLE) return Verdict.MAYBE;
        @Nullable Verdict[] known = verdicts[text];
        if (template >= known.length) { // came while we read
            known = Arrays.copyOf(known, Math.max(template + 1, segment.templates() + 1));
            verdicts[text] = known;
        }
        Verdict verdict = known[template];
        if (verdict == null) {
            verdict = texts.get(text).verdict(segment.template(template));
            known[template] = verdict;
        }
        return verdict;
    }

    /**
     * The packed blocks that may have something. Asks the filters first: the directory need not be read for nothing.
     */
    BitSet candidates() throws IOException {
        BitSet candidates = new BitSet(segment.blocks());
        candidates.set(0, segment.blocks());
        for (long hash : query.fieldHashes()) segment.restrict(hash, candidates);
        boolean[] inTemplates = new boolean[texts.size()];
        for (int i = 0; i < texts.size() && !candidates.isEmpty(); i++) {
            if (texts.get(i).negated()) continue;
            inTemplates[i] = mayBeInTemplates(i);
            for (TextCondition.Word word : texts.get(i).variables()) segment.restrict(word.hash, candidates);
            if (!inTemplates[i]) restrictWhole(i, candidates);
        }
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            BlockEntry.Content content = segment.entry(i).content();
            if (!mayHave(content.app(), content.minTime(), content.maxTime(), content.levels())) candidates.clear(i);
        }
        for (int i = 0; i < texts.size() && !candidates.isEmpty(); i++) {
            if (!texts.get(i).negated()) restrict(i, inTemplates[i], candidates);
        }
        return candidates;
    }

    /** Whether a line with a template may have it. */
    private boolean mayBeInTemplates(int text) throws IOException {
        for (TextCondition.Word word : texts.get(text).fixed()) {
            if (!segment.mayHaveWord(word.hash)) return false;
        }
        for (int template = 1; template <= segment.templates(); template++) {
            if (verdict(text, template) != Verdict.NO) return true;
        }
        return false;
    }

    /** Leaves the blocks in which lines without a template may have all words. */
    private void restrictWhole(int text, BitSet candidates) throws IOException {
        for (TextCondition.Word word : texts.get(text).fixed()) segment.restrict(word.hash, candidates);
    }

    /** Whether records of this app, these times and levels are asked for. */
    boolean mayHave(long app, long minTime, long maxTime, int levels) {
        return maxTime >= query.query().fromNs()
                && minTime < query.query().untilNs()
                && (levels & query.levels()) != 0
                && query.query().apps().contains(app);
    }

    private void restrict(int text, boolean inTemplates, BitSet candidates) throws IOException {
        BitSet templated = new BitSet();
        BitSet whole = new BitSet();
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            BlockEntry entry = segment.entry(i);
            if (inTemplates && hasTemplate(text, entry)) templated.set(i);
            else if (entry.hasWhole()) whole.set(i);
        }
        if (inTemplates) restrictWhole(text, whole);
        candidates.clear();
        candidates.or(templated);
        candidates.or(whole);
    }

    private boolean hasTemplate(int text, BlockEntry entry) throws IOException {
        for (int i = 0; i < entry.templates(); i++) {
            int template = entry.template(i);
            if (template != Template.WHOLE && verdict(text, template) != Verdict.NO) return true;
        }
        return false;
    }

    /** Tells which records of {@code block} are wanted. */
    Wanted in(Block block, Budget budget) throws IOException {
        for (TextCondition text : texts) {
            if (text.negated()) continue;
            for (TextCondition.Word word : text.variables()) {
                if (!block.mayHave(word.bytes)) return new Wanted(block, budget, List.of(), true);
            }
        }
        List<boolean[]> fields = new ArrayList<>();
        if (!query.query().fields().isEmpty()) {
            Fields all = block.fields();
            for (FieldTest test : query.query().fields()) {
                Field field = test.field();
                boolean[] matching = field == null
                        ? all.matching(test.attribute(), test.value())
                        : all.matching(field, test.value());
                if (test.negated()) {
                    for (int i = 0; i < matching.length; i++) matching[i] = !matching[i];
                }
                fields.add(matching);
            }
        }
        return new Wanted(block, budget, fields, false);
    }

    /** Tells which records of a block are wanted. */
    final class Wanted {
        private final Block block;
        private final Budget budget;
        private final List<boolean[]> fields;
        private final boolean none;

        private Wanted(Block block, Budget budget, List<boolean[]> fields, boolean none) {
            this.block = block;
            this.budget = budget;
            this.fields = fields;
            this.none = none;
        }

        /** Whether none is, for sure. */
        boolean none() {
            return none;
        }

        /** Whether {@code record} is. */
        boolean has(int record) throws IOException {
            long time = block.timeNs(record);
            if (time < query.query().fromNs() || time >= query.query().untilNs()) return false;
            if ((block.levelMask(record) & query.levels()) == 0) return false;
            for (int i = 0; i < fields.size(); i++) {
                if (!fields.get(i)[record]) return false;
            }
            boolean read = false;
            for (int i = 0; i < texts.size(); i++) {
                Verdict verdict = verdict(i, record);
                boolean found = verdict == Verdict.YES;
                if (verdict == Verdict.MAYBE) {
                    if (!read) {
                        message.clear();
                        block.putMessage(record, message);
                        read = true;
                    }
                    found = texts.get(i).isIn(message.array(), 0, message.size(), budget);
                }
                if (found == texts.get(i).negated()) return false;
            }
            return true;
        }

        private Verdict verdict(int text, int record) throws IOException {
            Verdict best = Verdict.NO;
            for (int line = block.firstLine(record); line < block.endLine(record); line++) {
                Verdict verdict = SegmentMatcher.this.verdict(text, block.template(line));
                if (verdict == Verdict.YES) return Verdict.YES;
                if (verdict == Verdict.MAYBE) best = Verdict.MAYBE;
            }
            return best;
        }
    }
}
