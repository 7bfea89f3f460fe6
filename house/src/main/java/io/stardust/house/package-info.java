/**
 * The shape of the code. Each module lists its packages in {@code rooms.txt}: {@link io.stardust.house.Rooms} reads the
 * list, {@link io.stardust.house.Walls} holds the classes to it, {@link io.stardust.house.Picture} draws all of it.
 */
@NullMarked
package io.stardust.house;

import org.jspecify.annotations.NullMarked;
