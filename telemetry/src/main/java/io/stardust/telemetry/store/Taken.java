package io.stardust.telemetry.store;

/**
 * What became of a batch.
 *
 * @param stored records that can be found from now on
 * @param tooOld records refused because they are older than what is kept
 * @param clamped records among those stored whose time lay more than ten minutes ahead and is now that of their arrival
 * @param repeated whether this batch was taken before; nothing was stored again then
 */
public record Taken(int stored, int tooOld, int clamped, boolean repeated) {}
