/** Books the seats of a show, each once. The state says who has which seat. */
export const seats = {
  initial: new Map(),

  apply: (state, { type, data }) =>
    type === 'seat-booked' ? new Map(state).set(data.seat, data.customer) : state,

  decide: (state, { data }) =>
    state.has(data.seat) ? `seat ${data.seat} is taken by ${state.get(data.seat)}` : '',
};
