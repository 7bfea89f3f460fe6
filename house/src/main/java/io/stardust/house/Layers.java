package io.stardust.house;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Places the rooms of one module in layers, so that every arrow goes down, few cross and they are nearly straight. Of
 * the uses it keeps those that are not implied by others. Answers the same for the same rooms, on every machine.
 */
final class Layers {
    private static final int SWEEPS = 40;
    private static final int MARGIN = 16;

    private final Map<String, Spot> boxes = new LinkedHashMap<>();
    private final List<List<Spot>> layers = new ArrayList<>();

    Layers(Rooms rooms) {
        Map<String, Set<String>> uses = direct(rooms.uses());
        uses.keySet().forEach(name -> boxes.put(name, Spot.box(name)));
        uses.forEach((name, used) -> used.forEach(other -> Spot.connect(box(name), box(other))));
        layer();
        bend();
        order();
        place();
    }

    /** The boxes, without the bends. */
    List<Spot> boxes() {
        return List.copyOf(boxes.values());
    }

    int width() {
        double right = 0;
        for (List<Spot> layer : layers) {
            for (Spot spot : layer) right = Math.max(right, spot.x + spot.width / 2);
        }
        return (int) Math.ceil(right) + MARGIN;
    }

    int height() {
        return (layers.size() - 1) * Spot.STEP + Spot.HEIGHT + MARGIN;
    }

    /** Without what follows from the rest: where a uses b and c, and b uses c, a's use of c. */
    static Map<String, Set<String>> direct(Map<String, Set<String>> uses) {
        Map<String, Set<String>> reach = new LinkedHashMap<>(); // from the bottom up, so that what is below is known
        Map<String, Set<String>> direct = new LinkedHashMap<>();
        uses.forEach((name, used) -> {
            Set<String> beyond = new TreeSet<>();
            for (String other : used) beyond.addAll(reach.getOrDefault(other, Set.of()));
            Set<String> left = new TreeSet<>(used);
            left.removeAll(beyond);
            direct.put(name, left);
            beyond.addAll(used);
            reach.put(name, beyond);
        });
        return direct;
    }

    private Spot box(String name) {
        Spot box = boxes.get(name);
        if (box == null) throw new IllegalArgumentException("no such room: " + name);
        return box;
    }

    /** As low as what they use allows; then up, where that shortens more arrows than it lengthens. */
    private void layer() {
        int highest = 0;
        for (Spot box : boxes.values()) { // heights from the bottom, for now
            for (Spot used : box.below) box.layer = Math.max(box.layer, used.layer + 1);
            highest = Math.max(highest, box.layer);
        }
        List<Spot> down = new ArrayList<>(boxes.values());
        Collections.reverse(down);
        for (Spot box : down) {
            if (box.above.size() <= box.below.size()) continue;
            box.layer = box.above.stream().mapToInt(user -> user.layer).min().orElse(highest + 1) - 1;
        }
        int lowest = down.stream().mapToInt(box -> box.layer).min().orElse(0);
        for (Spot box : down) box.layer = highest - box.layer;
        for (int layer = 0; layer <= highest - lowest; layer++) layers.add(new ArrayList<>());
        for (Spot box : down) layers.get(box.layer).add(box);
    }

    /** Cuts arrows that pass layers into pieces of one layer each. */
    private void bend() {
        for (Spot box : boxes.values()) {
            for (Spot used : List.copyOf(box.below)) {
                if (used.layer == box.layer + 1) continue;
                box.below.remove(used);
                used.above.remove(box);
                Spot from = box;
                for (int layer = box.layer + 1; layer < used.layer; layer++) {
                    Spot bend = Spot.bend(layer);
                    layers.get(layer).add(bend);
                    Spot.connect(from, bend);
                    from = bend;
                }
                Spot.connect(from, used);
            }
        }
    }

    /** Orders each layer by where its neighbours are, down and up again; keeps the order with the fewest crossings. */
    private void order() {
        List<List<Spot>> best = copy();
        int fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean down = sweep % 2 == 0;
            for (int i = 1; i < layers.size(); i++) {
                List<Spot> layer = layers.get(down ? i : layers.size() - 1 - i);
                List<Spot> fixed = layers.get(down ? i - 1 : layers.size() - i);
                sort(layer, spot -> down ? spot.above : spot.below, fixed);
            }
            int crossings = crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = copy();
            }
        }
        layers.clear();
        layers.addAll(best);
    }

    private static void sort(List<Spot> layer, Function<Spot, List<Spot>> neighbours, List<Spot> fixed) {
        Map<Spot, Double> middles = new LinkedHashMap<>();
        for (int i = 0; i < layer.size(); i++) {
            double own = i;
            Spot spot = layer.get(i);
            middles.put(
                    spot,
                    neighbours.apply(spot).stream()
                            .mapToInt(fixed::indexOf)
                            .average()
                            .orElse(own));
        }
        layer.sort(Comparator.comparing(spot -> middles.getOrDefault(spot, 0.0)));
    }

    private int crossings() {
        int crossings = 0;
        for (int i = 0; i + 1 < layers.size(); i++) {
            List<Spot> lower = layers.get(i + 1);
            List<Integer> ends = new ArrayList<>();
            for (Spot spot : layers.get(i)) {
                List<Integer> own = spot.below.stream().map(lower::indexOf).toList();
                for (int end : own)
                    crossings +=
                            (int) ends.stream().filter(other -> other > end).count();
                ends.addAll(own);
            }
        }
        return crossings;
    }

    private List<List<Spot>> copy() {
        List<List<Spot>> copy = new ArrayList<>();
        layers.forEach(layer -> copy.add(new ArrayList<>(layer)));
        return copy;
    }

    /** Moves each spot towards the middle of its neighbours, as far as the others of its layer leave room. */
    private void place() {
        for (int sweep = 0; sweep < 10 * SWEEPS; sweep++) {
            for (List<Spot> layer : layers) spread(layer);
        }
        double left = Double.MAX_VALUE;
        for (List<Spot> layer : layers) {
            for (Spot spot : layer) left = Math.min(left, spot.x - spot.width / 2);
        }
        for (List<Spot> layer : layers) {
            for (Spot spot : layer) spot.x += MARGIN - left;
        }
    }

    private static void spread(List<Spot> layer) {
        double middle = layer.stream()
                .filter(spot -> !spot.above.isEmpty() || !spot.below.isEmpty())
                .mapToDouble(spot -> spot.x)
                .average()
                .orElse(0);
        List<Run> runs = new ArrayList<>();
        double offset = 0;
        for (int i = 0; i < layer.size(); i++) {
            Spot spot = layer.get(i);
            if (i > 0) offset += layer.get(i - 1).distance(spot);
            Set<Spot> near = new LinkedHashSet<>(spot.above);
            near.addAll(spot.below);
            double wish = near.stream().mapToDouble(other -> other.x).average().orElse(middle);
            double weight = near.isEmpty() ? 0.01 : spot.bend ? 4 : 1;
            runs.add(new Run(wish - offset, weight, 1));
            // What would overlap stands as one run, where its spots wish to be on the average.
            while (runs.size() > 1 && runs.get(runs.size() - 2).at >= runs.get(runs.size() - 1).at) {
                Run right = runs.remove(runs.size() - 1);
                runs.add(runs.remove(runs.size() - 1).with(right));
            }
        }
        int next = 0;
        offset = 0;
        for (Run run : runs) {
            for (int i = 0; i < run.spots; i++, next++) {
                if (next > 0) offset += layer.get(next - 1).distance(layer.get(next));
                layer.get(next).x = run.at + offset;
            }
        }
    }

    /** Spots that stand as close as they may. */
    private record Run(double at, double weight, int spots) {
        Run with(Run right) {
            double both = weight + right.weight;
            return new Run((at * weight + right.at * right.weight) / both, both, spots + right.spots);
        }
    }
}
