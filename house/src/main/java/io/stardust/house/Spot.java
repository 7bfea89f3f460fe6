package io.stardust.house;

import java.util.ArrayList;
import java.util.List;

/** A box of the picture, or a bend where an arrow passes a layer of boxes. {@code x} is the middle. */
final class Spot {
    static final int HEIGHT = 26;
    /** From the top of one layer to the top of the next. */
    static final int STEP = 62;

    final String name;
    final boolean bend;
    final double width;
    final List<Spot> above = new ArrayList<>();
    final List<Spot> below = new ArrayList<>();
    int layer; // 0 is the top
    double x;

    private Spot(String name, boolean bend, double width) {
        this.name = name;
        this.bend = bend;
        this.width = width;
    }

    static Spot box(String name) {
        return new Spot(name, false, 24 + 7.2 * name.length());
    }

    static Spot bend(int layer) {
        Spot bend = new Spot("", true, 6);
        bend.layer = layer;
        return bend;
    }

    static void connect(Spot upper, Spot lower) {
        upper.below.add(lower);
        lower.above.add(upper);
    }

    /** How far apart the middles of this and of its right neighbour are at least. */
    double distance(Spot right) {
        return (width + right.width) / 2 + (bend && right.bend ? 6 : 14);
    }

    int top() {
        return layer * STEP;
    }
}
