package io.stardust.house;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The house as one SVG: a frame for each module, a box for each room, arrows to what it uses. An arrow that others
 * imply is left out. Its colours follow the reader's choice of light or dark.
 */
final class Picture {
    private static final int EDGE = 20;
    private static final int TITLE = 40;
    private static final int GUTTER = 44; // between columns; the arrows between modules run there
    private static final int ROW = 54; // between what stands upon what

    private final House house;
    private final Map<String, Set<String>> uses;
    private final Map<String, Frame> frames = new LinkedHashMap<>();
    private final List<Frame> upper = new ArrayList<>();
    private final List<Frame> lower = new ArrayList<>();
    private final StringBuilder svg = new StringBuilder();
    private int width;
    private int height = EDGE;

    private static final class Frame {
        final String name;
        final Layers layers;
        final int width;
        final int height;
        int x;
        int y;
        int right; // where the gutter beside it begins

        Frame(String name, Rooms rooms) {
            this.name = name;
            this.layers = new Layers(rooms);
            this.width = Math.max(layers.width(), 150);
            this.height = TITLE + layers.height();
        }
    }

    private Picture(House house) {
        this.house = house;
        this.uses = Layers.direct(house.uses());
    }

    /** The text of the SVG, the same for the same house. */
    static String of(House house) {
        return new Picture(house).draw();
    }

    private String draw() {
        house.modules().forEach((name, rooms) -> frames.put(name, new Frame(name, rooms)));
        for (Frame frame : frames.values()) {
            (house.uses().values().stream().anyMatch(used -> used.contains(frame.name)) ? lower : upper).add(frame);
        }
        columns();
        rows();
        head();
        modules();
        frames.values().forEach(this::frame);
        svg.append("</svg>\n");
        return svg.toString();
    }

    /** Those that no other uses: the highest first, the others beside it, from the top. */
    private void columns() {
        upper.sort((a, b) -> b.height - a.height);
        int left = EDGE;
        int bottom = 0;
        for (int i = 0; i < upper.size(); i++) {
            Frame frame = upper.get(i);
            boolean next = i < 2 || height + frame.height > bottom + Spot.STEP;
            if (next && i > 0) left = width + GUTTER;
            if (next) height = EDGE;
            frame.x = left;
            frame.y = height;
            height += frame.height + EDGE;
            bottom = Math.max(bottom, height);
            width = Math.max(width, frame.x + frame.width);
        }
        for (Frame frame : upper) {
            for (Frame other : upper) {
                if (other.x == frame.x) frame.right = Math.max(frame.right, other.x + other.width);
            }
        }
        width += GUTTER;
        height = bottom;
    }

    /** Those that others use, below them: what uses another of these stands on a row above it. */
    private void rows() {
        Map<String, Integer> heights = new LinkedHashMap<>();
        uses.forEach((name, used) -> heights.put(
                name,
                used.stream()
                        .mapToInt(other -> heights.getOrDefault(other, 0) + 1)
                        .max()
                        .orElse(0)));
        int highest = lower.stream()
                .mapToInt(frame -> heights.getOrDefault(frame.name, 0))
                .max()
                .orElse(0);
        for (int row = highest; row >= 0; row--) {
            int left = EDGE;
            int tallest = 0;
            height += ROW - EDGE;
            for (Frame frame : lower) {
                if (heights.getOrDefault(frame.name, 0) != row) continue;
                left = Math.max(left, under(frame));
                frame.x = left;
                frame.y = height;
                frame.right = left + frame.width;
                left += frame.width + GUTTER;
                tallest = Math.max(tallest, frame.height);
            }
            height += tallest + EDGE;
            width = Math.max(width, left);
        }
    }

    /** Where the leftmost of those begins who use it. */
    private int under(Frame used) {
        return frames.values().stream()
                .filter(frame ->
                        frame.y > 0 && uses.getOrDefault(frame.name, Set.of()).contains(used.name))
                .mapToInt(frame -> frame.x)
                .min()
                .orElse(EDGE);
    }

    private void head() {
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
                font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13">
                <title>Modules and rooms</title>
                <desc>Drawn by ./stardust rooms --draw from rooms.txt and pom.xml of each module.</desc>
                <style>
                .paper { fill: #ffffff } .module { fill: #f4f6fb; stroke: #c3cbdc } .room { fill: #ffffff; stroke: #5b74b5 }
                .top { fill: #dfe7fb; stroke: #3f5cab } text { fill: #1c2333 } .use { fill: none; stroke: #8d9cbd }
                .head { fill: #8d9cbd } .upon { fill: none; stroke: #3f5cab; stroke-width: 2 } .tip { fill: #3f5cab }
                @media (prefers-color-scheme: dark) {
                .paper { fill: #0f131b } .module { fill: #171d29; stroke: #35405a } .room { fill: #1f2738; stroke: #6f8ad0 }
                .top { fill: #2a3a63; stroke: #8fa8ea } text { fill: #e4e9f5 } .use { stroke: #62718f }
                .head { fill: #62718f } .upon { stroke: #8fa8ea } .tip { fill: #8fa8ea }
                }
                </style>
                <defs>
                <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
                <path class="head" d="M0 0.5 8 4 0 7.5z"/></marker>
                <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">\
                <path class="tip" d="M0 0.5 8 4 0 7.5z"/></marker>
                </defs>
                <rect class="paper" width="%d" height="%d"/>
                """.formatted(width, height, width, height, width, height));
    }

    /** Arrows from module to module: out at the right, down beside the column, in from above. */
    private void modules() {
        List<Frame> down = new ArrayList<>(frames.values());
        down.sort(Comparator.comparingInt((Frame frame) -> frame.right).thenComparingInt(frame -> -frame.y));
        Map<String, List<Arrow>> arrows = new TreeMap<>();
        int lane = 0;
        int column = 0;
        for (Frame from : down) { // the lowest of a column beside it, so that no other has to cross
            if (from.right != column) lane = 0;
            column = from.right;
            for (String to : uses.getOrDefault(from.name, Set.of())) {
                arrows.computeIfAbsent(to, name -> new ArrayList<>())
                        .add(new Arrow(from, from.right + 10 + 6 * lane++));
            }
        }
        arrows.forEach((name, all) -> {
            Frame to = frames.get(name);
            if (to != null) arrive(to, all);
        });
    }

    private record Arrow(Frame from, int lane) {}

    /** Those from the right end at the right, the outermost lowest. */
    private void arrive(Frame to, List<Arrow> arrows) {
        arrows.sort(Comparator.comparingInt(Arrow::lane));
        for (int i = 0; i < arrows.size(); i++) {
            Arrow arrow = arrows.get(i);
            int fromRight = arrows.size() - 1 - i;
            int end = to.x + to.width - 20 - 14 * fromRight;
            int across = to.y - 12 - 6 * (arrow.lane() < end ? i : fromRight);
            svg.append("<path class=\"upon\" marker-end=\"url(#tip)\" d=\"M%d %dH%dV%dH%dV%d\"/>\n"
                    .formatted(
                            arrow.from().x + arrow.from().width,
                            arrow.from().y + arrow.from().height - 14,
                            arrow.lane(),
                            across,
                            end,
                            to.y));
        }
    }

    private void frame(Frame frame) {
        svg.append("<g transform=\"translate(%d %d)\">\n".formatted(frame.x, frame.y));
        svg.append(
                "<rect class=\"module\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n".formatted(frame.width, frame.height));
        svg.append("<text x=\"16\" y=\"25\" font-size=\"15\" font-weight=\"bold\">%s</text>\n".formatted(frame.name));
        svg.append("<g transform=\"translate(%d %d)\">\n".formatted((frame.width - frame.layers.width()) / 2, TITLE));
        for (Spot box : frame.layers.boxes()) {
            for (Spot next : box.below) arrow(box, next);
        }
        for (Spot box : frame.layers.boxes()) {
            svg.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\"/>"
                    .formatted(
                            box.name.equals(frame.name) ? "top" : "room",
                            Math.round(box.x - box.width / 2),
                            box.top(),
                            Math.round(box.width),
                            Spot.HEIGHT));
            svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
                    .formatted(Math.round(box.x), box.top() + 17, box.name));
        }
        svg.append("</g>\n</g>\n");
    }

    private void arrow(Spot from, Spot first) {
        StringBuilder path = new StringBuilder("M%d %d".formatted(Math.round(from.x), from.top() + Spot.HEIGHT));
        Spot last = from;
        Spot next = first;
        while (true) {
            int middle = (last.top() + Spot.HEIGHT + next.top()) / 2;
            path.append("C%d %d %d %d %d %d"
                    .formatted(Math.round(last.x), middle, Math.round(next.x), middle, Math.round(next.x), next.top()));
            if (!next.bend) break;
            path.append("V").append(next.top() + Spot.HEIGHT);
            last = next;
            next = next.below.get(0);
        }
        svg.append("<path class=\"use\" marker-end=\"url(#head)\" d=\"%s\"/>\n".formatted(path));
    }
}
