// What a script was promised, and saw: the first thing that does not hold, or does not come, ends it with 1.
export const told = [];

export function fail(what) {
    console.log(`FAILED: ${what}`);
    process.exit(1);
}
setTimeout(() => fail(`it took too long; so far: ${told.join(', ')}`), 60_000);

export function holds(what, isTrue) {
    if (!isTrue) fail(what);
    told.push(what);
}

export async function until(what, isTrue) {
    while (!isTrue()) await new Promise((again) => setTimeout(again, 10));
    told.push(what);
}

export function end() {
    console.log(`HELD: ${told.length}`);
    process.exit(0);
}
