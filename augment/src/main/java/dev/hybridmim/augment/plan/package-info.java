/**
 * Which volumes answer a ticket.
 *
 * <h2>Catalogue</h2>
 *
 * <p>The catalogue is the topic {@code volumes}, read from its beginning in the order of its
 * offsets. A volume enters with the first event that prepares its id, and keeps the number (index)
 * it then gets; later events of the same id change nothing. A volume leaves with the first
 * exclusion of its id, which may come before or after it. The catalogue <em>at position p</em> is
 * what the events with offsets below {@code p} make of it; a volume is <em>usable at p</em> when
 * its first event, and no exclusion of its id, has an offset below {@code p}.
 *
 * <h2>From a ticket to a plan</h2>
 *
 * <p>A ticket and the catalogue position it names determine the plan, whenever and wherever it is
 * made, however often the ticket is asked. A ticket whose position has not been reached waits. When
 * no volume is usable at its position, the ticket takes the next position at which one is: it waits
 * for that too.
 *
 * <p>Let the ticket ask for {@code N} samples, {@code s} sub-volumes a volume, a share {@code f} of
 * fresh ones; let {@code n} volumes have their first event below the position. Draws are those of
 * {@code dev.hybridmim.augment.random}, {@code derive} is {@code
 * dev.hybridmim.platform.number.Seeds}.
 *
 * <ol>
 *   <li>There are {@code V = ceil(N / s)} visits. Visit {@code v} yields the samples with ordinals
 *       {@code v, v + V, v + 2V, ...} below {@code N}: neighbours in a batch come from different
 *       volumes, a volume is fetched once.
 *   <li>The stream of the plan is in the state {@code derive(seed, ticket, 0)}. Its first draw is
 *       {@code offset = fraction()}. Visit {@code v} is fresh when {@code floor((v + 1) f + offset)
 *       > floor(v f + offset)}: evenly spread, and right on average for any number of visits.
 *   <li>For each visit in turn its volume is drawn: a fresh one among the newest {@code max(ceil(n
 *       / 8), V)} volumes (at most {@code n}) unless the ticket names {@code fresh_from} (see
 *       below), any other among all {@code n} unless it asks for balance (see below). A fresh visit
 *       that finds none takes any.
 *   <li>Right after it, up to three alternates among all {@code n}, each different from the visit's
 *       volume and from each other, in case the volume can't be read.
 * </ol>
 *
 * <p>To draw a volume among the indices from {@code low} to {@code n - 1}: at most 64 times {@code
 * i = low + below(n - low)}, until {@code i} is usable and not yet taken; after that the first such
 * index behind the last {@code i}, going round. Taken means drawn for an earlier visit of this
 * ticket; when every usable volume is taken, all become free again.
 *
 * <h3>Fresh volumes</h3>
 *
 * <p>When the ticket names {@code fresh_from}, fresh are the usable volumes whose first event has
 * an offset of at least that, the newest 1024 of them. A fresh visit draws one of those not yet
 * taken: first {@code below(modalities)} when modalities are balanced, by their numbers, then
 * {@code below(subjects)} when subjects are, in the order of their first such volume, then {@code
 * below(volumes)}, each time among what still has a volume that is not taken. A trainer's rule for
 * {@code fresh_from} is its own; ours lets a volume be fresh until it had its visits.
 *
 * <h3>Balance</h3>
 *
 * <p>A visit to the whole catalogue draws, when modalities are balanced, one of those that have a
 * usable volume: {@code below(modalities)}, by their numbers. Then among its volumes, or when
 * subjects are balanced, among the heads (first volumes) of its subjects, both by index: at most 64
 * times a place with {@code below}, after that the places behind the last one, going round, until
 * one gives a volume that is usable and not taken. A head gives the first such volume of its
 * subject (of this modality, if these are balanced), beginning with number {@code below(volumes of
 * the subject)} when it has several, going round. When the modality, or the catalogue, has none
 * that is not taken, the same is done again with taken ones allowed.
 *
 * <h3>Withdrawn volumes</h3>
 *
 * <p>An exclusion counts from its offset on: tickets whose position lies behind it don't see the
 * volume, tickets of before still do. A <em>withdrawn</em> volume leaves at once: as soon as its
 * exclusion has been read, no plan names it any more, whatever the ticket's position. The plan is
 * drawn as before and the volume left out, so that a sample it owed comes from the next alternate
 * with that one's seed: exactly as if its objects were gone. When all four volumes of a visit are
 * withdrawn, up to three others take their place as alternates 4, 5, 6: the first that are usable
 * and not withdrawn behind index {@code below(n)}, going round, drawn from {@code derive(seed,
 * ticket, 2, visit)}; first among those of the ticket's position, else among those of now. When
 * there is none at all, the ticket waits.
 *
 * <h3>Seeds</h3>
 *
 * <p>Sample {@code o} is drawn from seed {@code derive(seed, ticket, 1, o, 0)}; when its volume
 * can't be read, from the {@code a}-th alternate and {@code derive(seed, ticket, 1, o, a)}, {@code
 * a} from 1. The run's name has no part in it, so a run can be repeated under another name.
 *
 * <h2>State</h2>
 *
 * <p>A volume takes one entry by index, one index by id, and three to nine numbers in the lists
 * that balanced draws go through ({@code CatalogueLists}); nothing needs the whole catalogue in
 * memory. Positions in the past are found by bisection. A plan costs a few reads for each volume
 * drawn, and one for each fresh volume; it grows with the catalogue only when nearly all of a
 * modality, or of the whole, is excluded.
 */
package dev.hybridmim.augment.plan;
